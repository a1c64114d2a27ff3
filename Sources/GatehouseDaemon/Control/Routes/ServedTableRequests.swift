import ControlProtocol
import GatehouseModel

// Decodes requests, with one extension per request.

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
