package import CEL
import GatehouseModel
import StrictTOML
import Synchronization

/// The tables as one call sees them, from its first rule to its last, and the values read from them.
package final class TablesObject: OpaqueValue {
    /// The variable that holds the tables. Not a valid identifier, so no expression can name it.
    package static let variable = "(tables)"
    /// For policies without tables.
    static let none = TablesObject([:])

    package var typeName: TypeName { TypeName("tables") }
    fileprivate let tables: [String: ReferenceTable]
    private let readings = Mutex<[Trace.Reading]>([])

    package init(_ tables: [String: ReferenceTable]) { self.tables = tables }

    package func contains(_ value: Value) -> Bool? { nil }
    package func field(_ name: String) -> Value? { nil }

    /// The distinct values read since the last call of this method.
    func takeReadings() -> [Trace.Reading] {
        readings.withLock { readings in
            guard !readings.isEmpty else { return [] }
            defer { readings = [] }
            return readings
        }
    }

    /// The maximum number of values kept for the trace of one condition.
    private static let readingLimit = 8

    fileprivate func note(_ reading: @autoclosure () -> Trace.Reading) {
        readings.withLock { readings in
            guard readings.count < Self.readingLimit else { return }
            let reading = reading()
            if !readings.contains(reading) { readings.append(reading) }
        }
    }
}

/// A row in an expression, or a missing row.
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

    /// Whether there is a column with that name that has a value.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return field(name) != nil
    }

    func field(_ column: String) -> Value? {
        let value = value(of: column)
        // Leaves out the key: it is a claim, whose value not everyone may see.
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
