import ControlProtocol
import GatehouseModel
import PolicyEngine
import StrictTOML

/// Protects columns that rules name: no import may remove one unless it is forced.
extension TableBook {
    /// The columns that rules and endpoints name but `table` does not have.
    func missingColumns(_ name: String, _ table: ReferenceTable) -> [TableImportReport.MissingColumn] {
        let present = tables[name]?.columns
        var missing: [TableImportReport.MissingColumn] = []
        for user in uses(name) {
            for column in user.columns where !table.columns.contains(column) {
                if let place = missing.firstIndex(where: { $0.column == column }) {
                    missing[place].usedBy.append(user.name)
                } else {
                    // Before the first import no columns are known, so every column that a rule names counts as
                    // removed.
                    let isDropped = present?.contains(column) ?? true
                    missing.append(.init(column: column, usedBy: [user.name], isDropped: isDropped))
                }
            }
        }
        return missing
    }

    /// - Throws: `Problem` of kind `conflict` that says which rules name which columns, and what to do.
    func checkColumns(_ name: String, _ table: ReferenceTable, force: Bool) throws(Problem) {
        let dropped = missingColumns(name, table).filter(\.isDropped)
        guard !force, !dropped.isEmpty else { return }
        let columns = dropped.prefix(8).map { column in
            let users = column.usedBy.prefix(8).map { $0.quoted() }.joined(separator: ", ")
            let more = column.usedBy.count > 8 ? " and \(column.usedBy.count - 8) more" : ""
            return "no column \(column.column.quoted()), which is named by \(users)\(more)"
        }
        throw Problem(
            .conflict,
            "the rows have " + columns.joined(separator: "; "),
            hint: "add the columns, or change those rules first (gatehouse policy); --force (force=true) goes on, and "
                + "such rules then find no value",
            current: JSONValue(encoding: dropped)
        )
    }

    /// For the audit log: the columns that a forced import removed, and the rules that name them.
    static func forcedFacts(_ missing: [TableImportReport.MissingColumn]) -> [String: JSONValue] {
        let dropped = missing.filter(\.isDropped)
        guard !dropped.isEmpty else { return [:] }
        let facts = dropped.map { JSONValue.string("\($0.column): \($0.usedBy.joined(separator: ", "))") }
        return ["forced": .bool(true), "missing_columns": .array(facts)]
    }
}
