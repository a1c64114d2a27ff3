package import CEL
import StrictTOML

/// `lookup("customers", claims.email).tier`: rows of reference data in expressions.
///
/// A row is always given, also for a key that no row has: reading a column of it then has no value, `has(…)` is false
/// and `.?column` is empty. Every cell is a string; an empty cell is the empty string.
package enum Lookup {
    /// The function `lookup`.
    ///
    /// - Parameter definitions: the tables that the policy names; another name is an error when it is compiled.
    package static func function(into tables: TableSet, definitions: [PolicyTable]) -> Function {
        let names = definitions.map(\.name)
        return Function(
            "lookup",
            signatures: [Signature([.string, .string], .dyn)],
            check: { arguments in
                guard case .string(let name)?? = arguments.first, !names.contains(name) else { return nil }
                guard !names.isEmpty else { return "there is no table \(name.quoted()); add a [[table]] of that name" }
                return "there is no table \(name.quoted()); "
                    + Suggestion.remedy(for: name, among: names, noun: "table")
            },
            .binary { (table, key) throws(Failure) in
                guard case .string(let name) = table, case .string(let key) = key else {
                    throw Failure.noOverload("lookup", of: [table, key])
                }
                return .opaque(TableRowValue(tables[name], key: key))
            }
        )
    }

    /// What an expression asks of a table: its name, a column, and where that stands in the expression, in bytes.
    package struct Use: Sendable, Hashable {
        package let table: String
        package let column: String?
        package let offset: Int
    }

    /// Every look-up of a table that is named in the expression itself.
    package static func uses(in expression: Expression) -> [Use] {
        let below = expression.kind.parts.flatMap(uses)
        switch expression.kind {
        case .call:
            return (name(expression).map { [Use(table: $0, column: nil, offset: expression.offset)] } ?? []) + below
        case .select(let operand, let column, _), .presence(let operand, let column):
            return use(of: operand, column, expression.offset) + below
        case .index(let operand, let index, _):
            guard case .literal(.string(let column)) = index.kind else { return below }
            return use(of: operand, column, expression.offset) + below
        default: return below
        }
    }

    /// What is wrong with the columns an expression names, as far as columns are known.
    ///
    /// - Parameter columns: the columns of a table; nil where they are not known yet.
    package static func problem(
        in program: Program,
        columns: (_ table: String) -> [String]?
    ) -> ExpressionError? {
        for use in uses(in: program.expression) {
            guard let column = use.column, let known = columns(use.table), !known.contains(column) else { continue }
            let remedy = Suggestion.remedy(for: column, among: known, noun: "column")
            return ExpressionError(
                "the table \(use.table.quoted()) has no column \(column.quoted()); \(remedy)",
                at: use.offset,
                in: program.source
            )
        }
        return nil
    }

    private static func use(of operand: Expression, _ column: String, _ offset: Int) -> [Use] {
        name(operand).map { [Use(table: $0, column: column, offset: offset)] } ?? []
    }

    /// The table that a call of `lookup` names.
    private static func name(_ expression: Expression) -> String? {
        guard case .call("lookup", nil, let arguments) = expression.kind, arguments.count == 2,
            case .literal(.string(let name)) = arguments[0].kind
        else { return nil }
        return name
    }
}

/// A row in an expression, or the absence of one.
private final class TableRowValue: OpaqueValue {
    let typeName = TypeName("row")
    private let table: ReferenceTable?
    private let row: Int?

    init(_ table: ReferenceTable?, key: String) {
        self.table = table
        row = table?.row(key)
    }

    /// Whether there is a column of that name with a value.
    func contains(_ value: Value) -> Bool? {
        guard case .string(let name) = value else { return nil }
        return row != nil && table?.columns.contains(name) == true
    }

    func field(_ name: String) -> Value? {
        guard let table, let row, let column = table.columns.firstIndex(of: name) else { return nil }
        return .string(table.cell(row, column))
    }
}
