import ControlProtocol
import GatehouseModel
import Testing

@testable import GatehouseDaemon

@Suite struct `A filter in the style of a database` {
    private let other = SQLStyle(always: "true", never: "false", like: { "\($0) ILIKE ?" })

    private func sql(_ text: String, in style: SQLStyle) throws -> String {
        let query = try Query(text, for: Account.self, now: .now)
        return FilterSQL(query, in: style, fields: Account.queryFields) { field in
            field == "email" ? .text("email") : nil
        }.sql
    }

    @Test(arguments: [
        ("email:ada*", "coalesce(email ILIKE ?, false)"), ("flow:guests", "false"),
        ("-email:ada*", "NOT coalesce(email ILIKE ?, false)"), ("", "true"),
    ])
    func `a filter for a database uses its style throughout`(text: String, expected: String) throws {
        #expect(try sql(text, in: other) == expected)
    }

    @Test(arguments: [
        ("email:ada*", "coalesce(email LIKE ? ESCAPE '\\', 0)"), ("flow:guests", "0"), ("", "1"),
    ])
    func `a filter for SQLite is understood by SQLite`(text: String, expected: String) throws {
        #expect(try sql(text, in: .sqlite) == expected)
    }
}
