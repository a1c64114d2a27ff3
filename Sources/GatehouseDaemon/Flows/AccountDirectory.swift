package import ControlProtocol
import Foundation
package import GatehouseModel
import UserFlows

/// The local directory: the accounts that user flows created.
package struct AccountDirectory: Sendable {
    let store: StateStore

    package init(store: StateStore) { self.store = store }

    /// Accounts, newest first.
    ///
    /// - Parameters:
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the previous page, with the same filter.
    package func list(
        matching filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil
    ) async throws -> Page<Account> {
        let start = try PageCursor.number(cursor)
        return try await store.read { transaction in
            let filter = filter.map {
                FilterSQL($0, in: transaction.style, fields: Account.queryFields, columns: Self.column)
            }
            return try Page(
                "SELECT \(AccountRow.columns) FROM account",
                by: "number",
                after: start,
                matching: filter,
                limit: limit,
                in: transaction
            ) { row in
                let row = try AccountRow(row: row)
                return (row.account, String(row.number))
            }
        }
    }

    /// One account by id or address.
    ///
    /// - Throws: `StateError.notFound`; errors of the store.
    package func account(_ text: String) async throws -> Account {
        try await store.read { try AccountRow.find(text, $0).account }
    }

    /// Disables or enables an account.
    package func setEnabled(
        _ text: String,
        _ isEnabled: Bool,
        reason: String?,
        by actor: Actor,
        keeping reply: RecordedReply<Account>? = nil,
        at now: Timestamp
    ) async throws -> Account {
        try await store.write(keeping: reply) { transaction in
            var row = try AccountRow.find(text, transaction)
            guard row.account.isEnabled != isEnabled else { return row.account }
            row.account.isEnabled = isEnabled
            row.account.updated = now
            try transaction.execute(
                "UPDATE account SET enabled = ?, updated = ? WHERE number = ?",
                [isEnabled, now.milliseconds, row.number]
            )
            var after: [String: JSONValue] = ["enabled": .bool(isEnabled)]
            after["reason"] = reason.map { .string($0) }
            try transaction.record(
                Change(
                    isEnabled ? .accountEnabled : .accountDisabled,
                    of: "account:\(row.account.id)",
                    by: actor,
                    before: ["enabled": .bool(!isEnabled)],
                    after: .object(after),
                    at: now
                )
            )
            return row.account
        }
    }

    /// Erases an account, and what its person's sign-ups recorded about them. The audit record contains the account's
    /// id and the reason, with addresses in it masked, but nothing else about the person.
    package func erase(
        _ text: String,
        reason: String,
        by actor: Actor,
        keeping reply: RecordedReply<Done>? = nil,
        at now: Timestamp
    ) async throws -> Done {
        try await store.write(keeping: reply) { transaction in
            let row = try AccountRow.find(text, transaction)
            let keys = row.account.identities.map { Applicant.Key(identity: $0).storedBytes }
            var signUps = try SignUpRow.all(canonical: row.canonical, identities: keys, transaction)
            for index in signUps.indices {
                let before = signUps[index].state.funnel
                try signUps[index].forgetPerson(at: now, transaction)
                try FunnelBook.note(signUps[index], before: before, transaction)
            }
            try Self.forgetReplies(about: [row.account.email] + signUps.map(\.id.description), transaction)
            try transaction.execute("DELETE FROM account_identity WHERE account = ?", [row.number])
            try transaction.execute("DELETE FROM account WHERE number = ?", [row.number])
            try transaction.record(
                Change(
                    .accountErased,
                    of: "account:\(row.account.id)",
                    by: actor,
                    after: [
                        "reason": .string(Masking.addresses(in: reason)), "sign_ups": .int(Int64(signUps.count)),
                    ],
                    at: now
                )
            )
            for signUp in signUps { transaction.publish(.signUp(signUp.signUp)) }
            return Done()
        }
    }

    /// Removes replies stored for repeated requests if they mention the person.
    private static func forgetReplies(about texts: [String], _ transaction: Transaction) throws {
        for text in texts {
            let sql = "DELETE FROM idempotency WHERE instr(body, ?) > 0"
            try transaction.execute(sql, [Data(text.utf8)])
        }
    }

    private static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "email": .text("email")
        case "domain": .emailDomain
        case "name": .text("display_name")
        case "issuer": .text("issuer")
        case "flow": .text("flow")
        case "enabled": .number("enabled")
        case "code": .number("code")
        case "since", "until": .number("created")
        default: nil
        }
    }
}
