import Foundation
import GRDB
import GatehouseModel
import UserFlows

/// An account as stored in state.db.
struct AccountRow {
    let number: Int64
    let canonical: String
    var account: Account

    static let columns =
        "number, canonical, id, email, display_name, identities, attributes, flow, enabled, created, updated, code"

    /// - Throws: `StateError.damagedRow`.
    init(row: Row) throws {
        number = row[0]
        canonical = row[1]
        do {
            account = Account(
                id: row[2],
                email: row[3],
                displayName: row[4],
                identities: try JSONDecoder().decode([Identity].self, from: Data((row[5] as String).utf8)),
                attributes: try JSONDecoder().decode([String: JSONValue].self, from: Data((row[6] as String).utf8)),
                flow: row[7],
                isEnabled: row[8],
                created: Timestamp(milliseconds: row[9]),
                updated: Timestamp(milliseconds: row[10]),
                signUp: (row[11] as Int64?).map { ReferenceCode(value: UInt64(bitPattern: $0)) }
            )
        } catch {
            throw StateError.damagedRow(
                table: "account",
                detail: "an account has identities or attributes of no known form"
            )
        }
    }

    /// Finds an account by id or address.
    ///
    /// - Throws: `StateError.notFound`.
    static func find(_ text: String, _ database: Database) throws -> AccountRow {
        let sql = "SELECT \(columns) FROM account WHERE id = ? OR canonical = ?"
        let row = try Row.fetchOne(
            database.cachedStatement(sql: sql),
            arguments: [text.lowercased(), EmailAddress(text)?.canonical]
        )
        guard let row else {
            throw StateError.notFound("there is no account \"\(text.prefix(64))\"; name it by its id or its address")
        }
        return try AccountRow(row: row)
    }

    /// Whether the person has an account, by address or any identity.
    static func isThere(_ person: Claims, _ database: Database) throws -> Bool {
        if let canonical = person.email.flatMap({ EmailAddress($0) })?.canonical {
            let statement = try database.cachedStatement(sql: "SELECT 1 FROM account WHERE canonical = ?")
            if try Int.fetchOne(statement, arguments: [canonical]) != nil { return true }
        }
        let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM account_identity WHERE issuer = ? AND subject = ?"
        )
        return try person.identities.contains {
            try Int.fetchOne(statement, arguments: [$0.issuer.lowercased().column, $0.issuerAssignedID.column]) != nil
        }
    }

    /// Inserts a new account. Returns false if there already is one with the address or an identity.
    static func insert(
        _ new: NewAccount,
        id: String,
        of row: SignUpRow,
        at now: Timestamp,
        _ database: Database
    ) throws
        -> Bool
    {
        guard let address = EmailAddress(new.email), try !isThere(row.state.person, database) else { return false }
        let values: [(any DatabaseValueConvertible)?] = [
            id, new.email, address.canonical, new.displayName?.column, new.identities.first?.issuer.column,
            try text(of: new.identities), try text(of: new.attributes), row.flow.name, true, now.milliseconds,
            now.milliseconds, Int64(row.id.code.value),
        ]
        try database.cachedStatement(
            sql: """
                INSERT INTO account (id, email, canonical, display_name, issuer, identities, attributes, flow, enabled,
                    created, updated, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: StatementArguments(values))
        let number = database.lastInsertedRowID
        let insert = try database.cachedStatement(
            sql: "INSERT OR IGNORE INTO account_identity (issuer, subject, account) VALUES (?, ?, ?)"
        )
        for identity in new.identities {
            try insert.execute(arguments: [
                identity.issuer.lowercased().column, identity.issuerAssignedID.column, number,
            ])
        }
        try AuditLog.append(
            to: database,
            "account.create",
            of: "account:\(id)",
            by: .daemon,
            after: ["flow": .string(row.flow.name), "sign_up": .string(row.id.code.description)],
            at: now
        )
        return true
    }

    private static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
