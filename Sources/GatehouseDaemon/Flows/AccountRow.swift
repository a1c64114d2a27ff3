import Foundation
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
    init(row: borrowing StoredRow) throws {
        number = try row[0]
        canonical = try row[1]
        do {
            account = Account(
                id: try row[2],
                email: try row[3],
                displayName: try row[4],
                identities: try JSONDecoder().decode([Identity].self, from: Data((try row[5] as String).utf8)),
                attributes: try JSONDecoder().decode([String: JSONValue].self, from: Data((try row[6] as String).utf8)),
                flow: try row[7],
                isEnabled: try row[8],
                created: Timestamp(milliseconds: try row[9]),
                updated: Timestamp(milliseconds: try row[10]),
                signUp: (try row[11] as Int64?).map { ReferenceCode(value: UInt64(bitPattern: $0)) }
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
    static func find(_ text: String, _ transaction: Transaction) throws -> AccountRow {
        let sql = "SELECT \(columns) FROM account WHERE id = ? OR canonical = ?"
        let row = try transaction.first(sql, [text.lowercased(), EmailAddress(text)?.canonical]) {
            try AccountRow(row: $0)
        }
        guard let row else {
            throw StateError.notFound("there is no account \"\(text.prefix(64))\"; name it by its id or its address")
        }
        return row
    }

    /// Whether the person has an account, by address or any identity.
    static func isThere(_ person: Claims, _ transaction: Transaction) throws -> Bool {
        if let canonical = person.email.flatMap({ EmailAddress($0) })?.canonical {
            if try transaction.exists("SELECT 1 FROM account WHERE canonical = ?", [canonical]) { return true }
        }
        return try person.identities.contains {
            try transaction.exists(
                "SELECT 1 FROM account_identity WHERE issuer = ? AND subject = ?",
                [$0.issuer.lowercased(), $0.issuerAssignedID]
            )
        }
    }

    /// Inserts a new account. Returns false if there already is one with the address or an identity.
    static func insert(
        _ new: NewAccount,
        id: String,
        of row: SignUpRow,
        at now: Timestamp,
        _ transaction: Transaction
    ) throws
        -> Bool
    {
        guard let address = EmailAddress(new.email), try !isThere(row.state.person, transaction) else { return false }
        let values: StoredValues = [
            id, new.email, address.canonical, new.displayName, new.identities.first?.issuer,
            try text(of: new.identities), try text(of: new.attributes), row.flow.name, true, now.milliseconds,
            now.milliseconds, Int64(row.id.code.value),
        ]
        let number = try transaction.inserted(
            """
            INSERT INTO account (id, email, canonical, display_name, issuer, identities, attributes, flow, enabled,
                created, updated, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number
            """,
            values
        )
        for identity in new.identities {
            try transaction.execute(
                "INSERT INTO account_identity (issuer, subject, account) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                [identity.issuer.lowercased(), identity.issuerAssignedID, number]
            )
        }
        try transaction.record(
            Change(
                .accountCreated,
                of: "account:\(id)",
                by: .daemon,
                after: ["flow": .string(row.flow.name), "sign_up": .string(row.id.code.description)],
                at: now
            )
        )
        return true
    }

    private static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
