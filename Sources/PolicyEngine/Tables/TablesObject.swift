package import CEL
import GatehouseModel
import StrictTOML
import Synchronization

/// The tables as one call sees them, from its first rule to its last, and what was read from them.
package final class TablesObject: OpaqueValue {
    /// The variable that holds them; no expression can write this name.
    package static let variable = "(tables)"
    /// For policies without tables.
    static let none = TablesObject([:])

    package var typeName: TypeName { TypeName("tables") }
    fileprivate let tables: [String: ReferenceTable]
    private let readings = Mutex<[Trace.Reading]>([])

    package init(_ tables: [String: ReferenceTable]) { self.tables = tables }

    package func contains(_ value: Value) -> Bool? { nil }
    package func field(_ name: String) -> Value? { nil }

    /// What was read since the last time, each once.
    func takeReadings() -> [Trace.Reading] {
        readings.withLock { readings in
            guard !readings.isEmpty else { return [] }
            defer { readings = [] }
            return readings
        }
    }

    /// The most values that are kept for the trace of one condition.
    private static let readingLimit = 8

    fileprivate func note(_ reading: @autoclosure () -> Trace.Reading) {
        readings.withLock { readings in
            guard readings.count < Self.readingLimit else { return }
            let reading = reading()
            if !readings.contains(reading) { readings.append(reading) }
        }
    }
}

/// A row in an expression, or the absence of one.
final class TableRowValue: OpaqueValue {
    var typeName: TypeName { TypeName("row") }
    private let tables: TablesObject
    private let name: String
    private let table: ReferenceTable?
    private let row: Int?

    init(_ name: String, key: String, of tables: TablesObject) {
        self.tables = tables
        self.name = name
        table = tables.tables[name]
        row = table?.row(key)
    }

    /// Whether there is a column of that name with a value.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return field(name) != nil
    }

    func field(_ column: String) -> Value? {
        let value = value(of: column)
        // Without the key: it is a claim, whose value is not for everybody to see.
        tables.note(Trace.Reading(path: "lookup(\(name.quoted()), …).\(column)", value: value?.shown))
        return value
    }

    private func value(of column: String) -> Value? {
        guard let table, let row, let place = table.columns.firstIndex(of: column) else { return nil }
        return .string(table.cell(row, place))
    }

    func remark(onMissing column: String) -> String? {
        guard let table else { return "the table \(name.quoted()) has no rows yet" }
        guard row != nil else { return "the table \(name.quoted()) has no row with this key" }
        guard !table.columns.contains(column) else { return nil }
        return "the table \(name.quoted()) has no column \(column.quoted())"
    }
}
