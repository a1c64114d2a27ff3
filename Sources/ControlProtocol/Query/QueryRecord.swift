package import GatehouseModel

/// A record that filters can match.
package protocol QueryRecord {
    /// The fields that a filter may name.
    static var queryFields: QueryFields { get }

    /// The record's value of a field of `queryFields`.
    func queryValue(_ field: String) -> QueryValue
}

/// The value of one field of one record.
package enum QueryValue: Sendable, Hashable {
    case none
    case text(String)
    /// Several values; one match is enough.
    case texts([String])
    /// In the unit of `Query.Test.number`.
    case number(Int64)
    case id(CallID)

    /// The text, or none.
    package static func text(_ text: String?) -> QueryValue { text.map { .text($0) } ?? .none }
}

extension Query {
    /// Parses a filter for records of one kind.
    ///
    /// - Throws: `QueryError`.
    package init<Record: QueryRecord>(_ text: String, for record: Record.Type, now: Timestamp) throws(QueryError) {
        try self.init(text, fields: Record.queryFields, now: now)
    }

    /// Whether `record` matches the filter.
    package func matches<Record: QueryRecord>(_ record: Record) -> Bool { expression.holds(of: record) }
}

extension Query.Expression {
    fileprivate func holds<Record: QueryRecord>(of record: Record) -> Bool {
        switch self {
        case .all(let parts): parts.allSatisfy { $0.holds(of: record) }
        case .any(let parts): parts.contains { $0.holds(of: record) }
        case .not(let part): !part.holds(of: record)
        case .term(let term): term.holds(of: record)
        }
    }
}

extension Query.Term {
    fileprivate func holds<Record: QueryRecord>(of record: Record) -> Bool {
        if let field { return test.holds(of: record.queryValue(field)) }
        return Record.queryFields.searched.contains { test.holds(of: record.queryValue($0)) }
    }
}

extension Query.Test {
    /// Whether the value passes the test.
    package func holds(of value: QueryValue) -> Bool {
        switch (self, value) {
        case (.text(let pattern), .text(let text)): pattern.matches(text)
        case (.text(let pattern), .texts(let texts)): texts.contains { pattern.matches($0) }
        case (.number(let comparison, let bound), .number(let number)): comparison.holds(number, bound)
        case (.id(let expected), .id(let id)): expected == id
        default: false
        }
    }
}
