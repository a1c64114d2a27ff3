package import GatehouseModel

/// A filter in the query language that console, CLI and protocol share.
///
/// ```
/// outcome:block email:*@*.example took:>50ms since:1h -list:partners (issuer:google.com OR "Mireille")
/// ```
///
/// All terms must match. `OR` joins alternatives and binds less tightly; `-` or `NOT` negates a term or a parenthesis.
/// `field:a,b` matches either value. Text is compared without regard to ASCII case; `*` matches any text, `?` one
/// character, and `\` makes the next character literal. A word without a field is searched for in the record's main
/// texts. A term on a value that a record does not have is false.
package struct Query: Sendable, Hashable {
    /// A condition on a record.
    package indirect enum Expression: Sendable, Hashable {
        /// All must be true; true if empty.
        case all([Expression])
        /// At least one must be true.
        case any([Expression])
        case not(Expression)
        case term(Term)
    }

    /// One test of one field.
    package struct Term: Sendable, Hashable {
        /// The field's name; nil for a word without a field.
        package var field: String?
        package var test: Test

        package init(field: String?, test: Test) {
            self.field = field
            self.test = test
        }
    }

    /// The test of a value.
    package enum Test: Sendable, Hashable {
        case text(TextPattern)
        /// Numbers in the unit of the field: durations are microseconds, times are milliseconds since 1970, codes and
        /// flags are their bits.
        case number(Comparison, Int64)
        /// The two halves of a `CallID`.
        case id(CallID)
    }

    package enum Comparison: String, Sendable, Hashable {
        case equal = "="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="

        /// Whether the comparison of `left` with `right` is true.
        package func holds(_ left: Int64, _ right: Int64) -> Bool {
            switch self {
            case .equal: left == right
            case .less: left < right
            case .lessOrEqual: left <= right
            case .greater: left > right
            case .greaterOrEqual: left >= right
            }
        }
    }

    /// The filter as written.
    package let text: String
    package let expression: Expression

    /// The maximum length of a filter, in UTF-8 bytes.
    package static let lengthLimit = 1024
    /// The maximum number of terms in a filter.
    package static let termLimit = 32
    /// The maximum nesting of parentheses and negations.
    package static let depthLimit = 8

    /// Parses a filter. An empty one matches everything.
    ///
    /// - Parameters:
    ///   - fields: the fields that may be named.
    ///   - now: the time that `since:1h` counts from.
    /// - Throws: `QueryError` with the position and what to write instead.
    package init(_ text: String, fields: QueryFields, now: Timestamp) throws(QueryError) {
        guard text.utf8.count <= Self.lengthLimit else {
            throw QueryError(
                position: 1,
                message: "the filter has \(text.utf8.count) bytes",
                remedy: "at most \(Self.lengthLimit) are accepted; ask for less at a time"
            )
        }
        var parser = QueryParser(tokens: try QueryLexer.tokens(of: text), fields: fields, now: now)
        self.text = text
        self.expression = try parser.parse()
    }

    /// Whether the filter matches everything.
    package var isEmpty: Bool { expression == .all([]) }
}
