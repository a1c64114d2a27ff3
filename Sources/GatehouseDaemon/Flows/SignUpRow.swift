import Foundation
import GatehouseModel
import UserFlows

/// A sign-up as stored in state.db.
struct SignUpRow: Sendable {
    /// 0 before it is stored.
    var number: Int64 = 0
    let id: CallID
    let flow: UserFlow
    let started: Timestamp
    var updated: Timestamp
    var state: SignUpState
    /// The number of stored events.
    var moments = 0

    /// The maximum number of stored events per sign-up; later ones are not stored.
    static let momentLimit = 120

    init(id: CallID, flow: UserFlow, state: SignUpState, at now: Timestamp) {
        self.id = id
        self.flow = flow
        started = now
        updated = now
        self.state = state
    }

    /// The sign-up as shown in lists.
    var signUp: SignUp {
        SignUp(
            id: id,
            flow: flow.name,
            stage: state.stage,
            email: state.person.email,
            displayName: state.claims.displayName,
            issuer: state.person.issuer,
            started: started,
            updated: updated,
            account: state.account,
            message: state.message,
            problem: state.problem,
            validations: state.validations
        )
    }
}

extension SignUpRow {
    private static let select = """
        SELECT s.number, s.high, s.low, s.started, s.updated, s.moments, s.state, d.text
        FROM sign_up s JOIN flow_definition d ON d.id = s.definition
        """

    /// - Throws: `StateError.damagedRow`.
    private init(row: borrowing StoredRow) throws {
        number = try row[0]
        id = CallID(high: UInt64(bitPattern: try row[1]), low: UInt64(bitPattern: try row[2]))
        started = Timestamp(milliseconds: try row[3])
        updated = Timestamp(milliseconds: try row[4])
        moments = try row[5]
        do {
            state = try JSONDecoder().decode(SignUpState.self, from: Data((try row[6] as String).utf8))
            flow = try JSONDecoder().decode(UserFlow.self, from: Data((try row[7] as String).utf8))
        } catch {
            throw StateError.damagedRow(table: "sign_up", detail: "the sign-up \(id) has no state of a known form")
        }
    }

    /// - Throws: `StateError.notFound`.
    static func find(_ id: CallID, _ transaction: Transaction) throws -> SignUpRow {
        let row = try transaction.first(
            select + " WHERE s.high = ? AND s.low = ?",
            [Int64(bitPattern: id.high), Int64(bitPattern: id.low)]
        ) { try SignUpRow(row: $0) }
        guard let row else { throw StateError.notFound("there is no sign-up \(id)") }
        return row
    }

    /// Finds a sign-up by id, or the newest one with a code.
    ///
    /// - Throws: `StateError.notFound`.
    static func find(_ text: String, _ transaction: Transaction) throws -> SignUpRow {
        if let id = CallID(text) { return try find(id, transaction) }
        if let code = ReferenceCode(text) {
            let row = try transaction.first(
                select + " WHERE s.code = ? ORDER BY s.number DESC LIMIT 1",
                [Int64(code.value)]
            ) { try SignUpRow(row: $0) }
            if let row { return row }
        }
        throw StateError.notFound("there is no sign-up \"\(text.prefix(64))\"; name it by its id or its code")
    }

    /// The sign-ups of one person, by address or identity.
    static func all(canonical: String, identities: [Data], _ transaction: Transaction) throws -> [SignUpRow] {
        let marks = identities.map { _ in "?" }.joined(separator: ", ")
        return try transaction.rows(
            once: select + " WHERE s.canonical = ? OR s.identity IN (\(marks))",
            [canonical] + StoredValues(identities)
        ) { try SignUpRow(row: $0) }
    }

    /// Inserts a new sign-up.
    mutating func insert(into transaction: Transaction) throws {
        let definition = try Self.definition(of: flow, transaction)
        let address = state.person.email.flatMap { EmailAddress($0) }
        let identity = state.person.identities.isEmpty ? nil : Applicant(state.person)?.key.storedBytes
        let values: StoredValues = [
            Int64(bitPattern: id.high), Int64(bitPattern: id.low), Int64(id.code.value), flow.name, definition,
            address?.canonical, identity, started.milliseconds,
        ]
        number = try transaction.inserted(
            """
            INSERT INTO sign_up (high, low, code, flow, definition, canonical, identity, started, updated, stage,
                validations, moments, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, '', 0, 0, '')
                RETURNING number
            """,
            values
        )
        try update(in: transaction)
    }

    func update(in transaction: Transaction) throws {
        let summary = signUp
        let values: StoredValues = [
            state.stage.rawValue, summary.email, summary.displayName, summary.issuer,
            updated.milliseconds,
            state.stage == .form ? state.givenUp?.milliseconds : nil, summary.account, summary.message,
            summary.problem, state.validations, moments, try Self.text(of: state), number,
        ]
        try transaction.execute(
            """
            UPDATE sign_up SET stage = ?, email = ?, display_name = ?, issuer = ?, updated = ?, given_up = ?,
                account = ?, message = ?, problem = ?, validations = ?, moments = ?, state = ? WHERE number = ?
            """,
            values
        )
    }

    /// Stores an event, unless the limit is reached.
    mutating func add(_ what: String, call: CallID? = nil, at now: Timestamp, _ transaction: Transaction) throws {
        guard moments < Self.momentLimit else { return }
        moments += 1
        try transaction.execute(
            "INSERT INTO sign_up_moment (sign_up, number, time, what, call) VALUES (?, ?, ?, ?, ?)",
            [number, moments, now.milliseconds, String(what.prefix(500)), call?.storedBytes]
        )
    }

    /// Removes everything that identifies the person. This ends a sign-up in progress.
    mutating func forgetPerson(at now: Timestamp, _ transaction: Transaction) throws {
        state.forgetPerson()
        updated = now
        moments = 0
        try transaction.execute("DELETE FROM sign_up_moment WHERE sign_up = ?", [number])
        try transaction.execute("UPDATE sign_up SET canonical = NULL, identity = NULL WHERE number = ?", [number])
        try update(in: transaction)
    }

    private static func definition(of flow: UserFlow, _ transaction: Transaction) throws -> Int64 {
        let text = try text(of: flow)
        let known: Int64? = try transaction.value("SELECT id FROM flow_definition WHERE text = ?", [text])
        if let known { return known }
        return try transaction.inserted("INSERT INTO flow_definition (text) VALUES (?) RETURNING id", [text])
    }

    private static func text(of value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
