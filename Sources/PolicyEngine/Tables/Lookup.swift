package import CEL
import StrictTOML

/// `lookup("customers", claims.email).tier`: rows of reference data in expressions.
///
/// `lookup` always returns a row, even for an unknown key: then reading a column has no value, `has(…)` is false and
/// `.?column` is empty. Every cell is a string; an empty cell is the empty string.
package enum Lookup {
    /// The function `lookup`, which reads the tables that a call sees (`TablesObject`).
    ///
    /// - Parameter names: the tables of the policy; any other name is a compile-time error.
    package static func function(names: [String]) -> Function {
        Function(
            "lookup",
            signatures: [Signature([.string, .string], .dyn)],
            context: TablesObject.variable,
            check: { arguments in
                guard arguments.count == 2, case .string(let name)?? = arguments.first else {
                    return "lookup takes the name of a table, in quotes, and a key"
                }
                guard !names.contains(name) else { return nil }
                guard !names.isEmpty else { return "there is no table \(name.quoted()); add a [[table]] of that name" }
                return "there is no table \(name.quoted()); "
                    + Suggestion.remedy(for: name, among: names, noun: "table")
            },
            .variadic(call)
        )
    }

    @Sendable private static func call(_ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.count == 3, case .opaque(let object) = arguments[0], let tables = object as? TablesObject,
            case .string(let name) = arguments[1], case .string(let key) = arguments[2]
        else { throw Failure.noOverload("lookup", of: Array(arguments.dropFirst())) }
        return .opaque(TableRowValue(name, key: key, of: tables))
    }

    /// A use of a table in an expression: its name, the column, and the byte offset in the expression.
    package struct Use: Sendable, Hashable {
        package let table: String
        package let column: String?
        package let offset: Int
    }

    /// Every look-up in a table that the expression names as a constant.
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

    /// The distinct tables that programs use.
    package static func names(in programs: [Program]) -> [String] {
        var names: [String] = []
        for use in programs.flatMap({ uses(in: $0.expression) }) where !names.contains(use.table) {
            names.append(use.table)
        }
        return names
    }

    /// The first column in an expression that its table does not have, as far as columns are known.
    ///
    /// - Parameter columns: the columns of a table; nil if not known yet.
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
