import ControlProtocol
import GatehouseModel

// One extension a request: how it is read from the wire.

extension ListTables: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetTable: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension LookUpRow: ServedRequest {
    static let items = [QueryItem(name: "key", isRequired: true, summary: "The key, as the table compares keys.")]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(name: parts.path[0], key: try parts.required("key"))
    }
}

extension UndoTableImport: ServedRequest {
    static let items = [QueryItem.force]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(name: parts.path[0], force: try parts.flag("force"))
    }
}

extension TableSummary: Tagged {
    var tag: Int { revision }
}
