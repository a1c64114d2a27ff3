import ControlProtocol
import GRDB
import GatehouseModel

/// Maps a field of the query language to a column of a table.
///
/// Column names come only from our own code; all text from users becomes an argument.
enum FilterColumn: Sendable {
    /// A column or expression with text.
    case text(String)
    /// A text column in which only the part after a prefix counts: `list:` of `decided_by`.
    case prefixed(String, prefix: String)
    /// A column with numbers that stand for words.
    case codes(String, [(String, Int64)])
    /// A column with ids of `names`, of which only the part after a prefix counts. Contains the text itself if there
    /// were too many names.
    case named(String, names: [Int64: String], prefix: String = "", mayBeText: Bool)
    /// A column with ids of `names`, each of which contains several texts. Contains the joined text itself if there
    /// were too many names; then `*` may match across texts.
    case nameSets(String, names: [Int64: String], separator: String, mayBeText: Bool)
    /// Any of several columns.
    indirect case either([FilterColumn])
    /// A column or expression with a number in the unit of the field.
    case number(String)
    /// A column with the sixteen bytes of an id.
    case bytes(String)
    /// Two columns with the halves of an id.
    case id(high: String, low: String)
}

/// A condition for a WHERE clause, with its arguments in order.
struct FilterSQL: Sendable {
    private(set) var sql = ""
    private(set) var values: StoredValues = []

    /// The values as the journal's statements take them.
    var arguments: [DatabaseValue] { values.all.map(\.databaseValue) }

    /// One condition of a WHERE clause with its values.
    typealias Condition = (sql: String, values: StoredValues)

    /// The whole filter as one condition.
    var condition: Condition { (sql, values) }

    private let style: SQLStyle
    private let columns: @Sendable (String) -> FilterColumn?
    private let searched: [String]

    /// Translates a filter.
    ///
    /// - Parameters:
    ///   - style: of the database that the filter is for.
    ///   - fields: the fields that the filter was parsed with.
    ///   - columns: the column of each field; a field without one never matches.
    init(
        _ query: Query,
        in style: SQLStyle,
        fields: QueryFields,
        columns: @escaping @Sendable (String) -> FilterColumn?
    ) {
        self.style = style
        self.columns = columns
        searched = fields.searched
        sql = render(query.expression)
    }

    private mutating func render(_ expression: Query.Expression) -> String {
        switch expression {
        case .all(let parts): join(parts, " AND ", empty: style.always)
        case .any(let parts): join(parts, " OR ", empty: style.never)
        case .not(let part): "NOT " + render(part)
        case .term(let term): render(term)
        }
    }

    private mutating func join(_ parts: [Query.Expression], _ word: String, empty: String) -> String {
        guard !parts.isEmpty else { return empty }
        var rendered: [String] = []
        for part in parts { rendered.append(render(part)) }
        return "(" + rendered.joined(separator: word) + ")"
    }

    private mutating func render(_ term: Query.Term) -> String {
        guard term.field == nil else { return render(term.test, on: term.field.flatMap(columns)) }
        var rendered: [String] = []
        for field in searched { rendered.append(render(term.test, on: columns(field))) }
        return "(" + rendered.joined(separator: " OR ") + ")"
    }

    /// A test of one column. The result is true or false, never null, so that NOT works.
    private mutating func render(_ test: Query.Test, on column: FilterColumn?) -> String {
        switch (test, column) {
        case (.text(let pattern), .text(let column)): like(column, pattern.like)
        case (.text(let pattern), .prefixed(let column, let prefix)):
            like(column, TextPattern(literally: prefix).like + pattern.like)
        case (.text(let pattern), .codes(let column, let words)):
            codes(column, words.filter { pattern.matches($0.0) }.map(\.1))
        case (.text(let pattern), .named(let column, let names, let prefix, let mayBeText)):
            named(column, pattern, names, prefix, mayBeText: mayBeText)
        case (.text(let pattern), .nameSets(let column, let names, let separator, let mayBeText)):
            sets(column, pattern, names, separator, mayBeText: mayBeText)
        case (_, .either(let columns)): either(test, columns)
        case (.number(let comparison, let bound), .number(let column)):
            compare(column, comparison.rawValue, bound.storedValue)
        case (.id(let id), .bytes(let column)): compare(column, "=", id.storedBytes.storedValue)
        case (.id(let id), .id(let high, let low)):
            "(" + compare(low, "=", Int64(bitPattern: id.low).storedValue) + " AND "
                + compare(high, "=", Int64(bitPattern: id.high).storedValue) + ")"
        default: style.never
        }
    }

    private mutating func like(_ column: String, _ pattern: String) -> String {
        values += [pattern]
        return style.definite(style.like(column))
    }

    /// Compares the names here, once, instead of in every row.
    private mutating func named(
        _ column: String,
        _ pattern: TextPattern,
        _ names: [Int64: String],
        _ prefix: String,
        mayBeText: Bool
    ) -> String {
        let ids = names.filter {
            $0.value.hasPrefix(prefix) && pattern.matches(String($0.value.dropFirst(prefix.count)))
        }
        let known = codes(column, ids.keys.sorted())
        guard mayBeText else { return known }
        let text = like(column, TextPattern(literally: prefix).like + pattern.like)
        return "(\(known) OR (typeof(\(column)) = 'text' AND \(text)))"
    }

    private mutating func sets(
        _ column: String,
        _ pattern: TextPattern,
        _ names: [Int64: String],
        _ separator: String,
        mayBeText: Bool
    ) -> String {
        let ids = names.filter { $0.value.split(separator: separator).contains { pattern.matches(String($0)) } }
        let known = codes(column, ids.keys.sorted())
        guard mayBeText else { return known }
        let mark = TextPattern(literally: separator).like
        values += [separator, separator]
        let found = like("(? || \(column) || ?)", "%\(mark)\(pattern.like)\(mark)%")
        return "(\(known) OR (typeof(\(column)) = 'text' AND \(found)))"
    }

    private mutating func either(_ test: Query.Test, _ columns: [FilterColumn]) -> String {
        var rendered: [String] = []
        for column in columns { rendered.append(render(test, on: column)) }
        return "(" + rendered.joined(separator: " OR ") + ")"
    }

    private func codes(_ column: String, _ codes: [Int64]) -> String {
        codes.isEmpty ? style.never : style.definite("\(column) IN (\(codes.map(String.init).joined(separator: ",")))")
    }

    private mutating func compare(_ column: String, _ sign: String, _ value: StoredValue) -> String {
        values += [value]
        return style.definite("\(column) \(sign) ?")
    }
}

extension FilterColumn {
    /// The domain of the column `email` as `Masking.domain` gives it: the part after the last `@`, if it could be a
    /// domain. All characters before that part are trimmed off to find it.
    static let emailDomain: FilterColumn = {
        let domain = "substr(email, length(rtrim(email, replace(email, '@', ''))) + 1)"
        let others = "'*[' || char(1) || '-,/:-@[-^`{-' || char(127) || ']*'"
        return .text(
            "CASE WHEN instr(email, '@') AND \(domain) <> '' AND \(domain) NOT GLOB \(others) THEN \(domain) END"
        )
    }()
}
