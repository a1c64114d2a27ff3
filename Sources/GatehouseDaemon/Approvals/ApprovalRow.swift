import Foundation
import GRDB
import GatehouseModel

/// One approval request as state.db keeps it.
struct ApprovalRow {
    var machine: ApprovalMachine
    var applicant: Applicant.Key
    /// The address in comparable form, and its domain.
    var canonical: String?
    var domain: String?
    /// JSON.
    var claims: String
    var call: CallID?

    var approval: Approval { machine.approval }

    /// A new request.
    init(_ approval: Approval, of applicant: Applicant, claims: String, call: CallID) {
        machine = ApprovalMachine(approval)
        self.applicant = applicant.key
        self.claims = claims
        self.call = call
        describe(applicant)
    }

    /// Takes over what the applicant says of themselves now.
    mutating func describe(_ applicant: Applicant) {
        canonical = applicant.address?.canonical
        domain = applicant.address?.domain.ascii
        machine.approval.email = applicant.email
        machine.approval.displayName = applicant.displayName
        machine.approval.issuer = applicant.issuer
    }

    /// Every address that the applicant's claims name, the one that is shown first.
    var addresses: [EmailAddress] {
        let kept = try? JSONDecoder().decode(Claims.self, from: Data(claims.utf8))
        let texts = [canonical].compactMap(\.self) + (kept?.addresses.map(\.text) ?? [])
        return texts.compactMap { EmailAddress($0) }
    }

    /// The columns, in the order in which `init(row:)` reads and `arguments` writes them.
    static let columns = [
        "id", "code", "queue", "state", "applicant", "email", "canonical", "domain", "display_name", "issuer", "asks",
        "created", "updated", "expires", "asked_by", "taken_by", "taken_uid", "taken_until", "decided_by",
        "decided_uid", "decided_at", "reason", "message", "provisioning", "revision", "first_vote_by",
        "first_vote_uid", "claims", "call",
    ]
    static let select = "SELECT " + columns.joined(separator: ", ") + " FROM approval"

    /// - Throws: `StateError.damagedRow` when the row holds what we never write.
    init(row: Row) throws {
        guard let id = CallID(storedBytes: row[0]), let state = ApprovalState(rawValue: row[3]),
            let applicant = Applicant.Key(storedBytes: row[4]), let provisioning = ProvisioningState(rawValue: row[23])
        else {
            throw StateError.damagedRow(
                table: "approval",
                detail: "a row has an id, state or applicant of no known form"
            )
        }
        let approval = Approval(
            id: id,
            queue: row[2],
            state: state,
            email: row[5],
            displayName: row[8],
            issuer: row[9],
            asks: row[10],
            created: Timestamp(milliseconds: row[11]),
            updated: Timestamp(milliseconds: row[12]),
            expires: Self.time(row[13]),
            askedBy: Decider(rawValue: row[14]),
            takenBy: row[15],
            takenUntil: Self.time(row[17]),
            decidedBy: row[18],
            decidedAt: Self.time(row[20]),
            reason: row[21],
            message: row[22],
            provisioning: provisioning,
            revision: row[24]
        )
        machine = ApprovalMachine(approval)
        machine.holder = Self.person(row[15], row[16])
        machine.decider = Self.person(row[18], row[19])
        machine.firstVote = Self.person(row[25], row[26])
        self.applicant = applicant
        canonical = row[6]
        domain = row[7]
        claims = row[27]
        call = (row[28] as Data?).flatMap { CallID(storedBytes: $0) }
    }

    private var arguments: StatementArguments {
        let approval = machine.approval
        let values: [(any DatabaseValueConvertible)?] = [
            approval.id.storedBytes, Int64(approval.code.value), approval.queue, approval.state.rawValue,
            applicant.storedBytes, approval.email, canonical, domain, approval.displayName?.column,
            approval.issuer?.column,
            approval.asks, approval.created.milliseconds, approval.updated.milliseconds,
            approval.expires?.milliseconds, approval.askedBy.rawValue, approval.takenBy,
            machine.holder?.uid.map { Int64($0) }, approval.takenUntil?.milliseconds, approval.decidedBy,
            machine.decider?.uid.map { Int64($0) }, approval.decidedAt?.milliseconds, approval.reason, approval.message,
            approval.provisioning.rawValue, approval.revision, machine.firstVote?.user,
            machine.firstVote?.uid.map { Int64($0) }, claims, call?.storedBytes,
        ]
        return StatementArguments(values)
    }

    private static let insert =
        "INSERT INTO approval (\(columns.joined(separator: ", ")))"
        + " VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    private static let update =
        "UPDATE approval SET \(columns.map { $0 + " = ?" }.joined(separator: ", ")) WHERE id = ?"

    func insert(into database: Database) throws {
        try database.cachedStatement(sql: Self.insert).execute(arguments: arguments)
    }

    func update(in database: Database) throws {
        try database.cachedStatement(sql: Self.update)
            .execute(arguments: arguments + [machine.approval.id.storedBytes])
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? { milliseconds.map { Timestamp(milliseconds: $0) } }

    private static func person(_ user: String?, _ uid: Int64?) -> ApprovalMachine.Person? {
        user.map { ApprovalMachine.Person(uid: uid.flatMap(UInt32.init(exactly:)), user: $0) }
    }
}

extension ApprovalRow {
    /// The applicant's newest request in the queue, open or not.
    static func newest(of applicant: Applicant.Key, in queue: String, _ database: Database) throws -> ApprovalRow? {
        let statement = try database.cachedStatement(
            sql: select + " WHERE applicant = ? AND queue = ? ORDER BY id DESC LIMIT 1"
        )
        return try Row.fetchOne(statement, arguments: [applicant.storedBytes, queue]).map { try ApprovalRow(row: $0) }
    }

    /// By id, or by code: then the newest that has it.
    ///
    /// - Throws: `ApprovalRefusal.unknown`.
    static func find(_ text: String, _ database: Database) throws -> ApprovalRow {
        let row: Row?
        if let id = CallID(text) {
            row = try Row.fetchOne(database.cachedStatement(sql: select + " WHERE id = ?"), arguments: [id.storedBytes])
        } else if let code = ReferenceCode(text) {
            let statement = try database.cachedStatement(sql: select + " WHERE code = ? ORDER BY id DESC LIMIT 1")
            row = try Row.fetchOne(statement, arguments: [Int64(code.value)])
        } else {
            row = nil
        }
        guard let row else { throw ApprovalRefusal.unknown(String(text.prefix(64))) }
        return try ApprovalRow(row: row)
    }
}
