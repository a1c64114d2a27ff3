import Foundation
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

    /// Takes over the applicant's newest claims.
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

    /// - Throws: `StateError.damagedRow` if the row holds a value that no version writes.
    init(row: borrowing StoredRow) throws {
        guard let id = CallID(storedBytes: try row[0]), let state = ApprovalState(rawValue: try row[3]),
            let applicant = Applicant.Key(storedBytes: try row[4]),
            let provisioning = ProvisioningState(rawValue: try row[23])
        else {
            throw StateError.damagedRow(
                table: "approval",
                detail: "a row has an id, state or applicant of no known form"
            )
        }
        let approval = Approval(
            id: id,
            queue: try row[2],
            state: state,
            email: try row[5],
            displayName: try row[8],
            issuer: try row[9],
            asks: try row[10],
            created: Timestamp(milliseconds: try row[11]),
            updated: Timestamp(milliseconds: try row[12]),
            expires: Self.time(try row[13]),
            askedBy: Decider(rawValue: try row[14]),
            takenBy: try row[15],
            takenUntil: Self.time(try row[17]),
            decidedBy: try row[18],
            decidedAt: Self.time(try row[20]),
            reason: try row[21],
            message: try row[22],
            provisioning: provisioning,
            revision: try row[24]
        )
        machine = ApprovalMachine(approval)
        machine.holder = Self.person(try row[15], try row[16])
        machine.decider = Self.person(try row[18], try row[19])
        machine.firstVote = Self.person(try row[25], try row[26])
        self.applicant = applicant
        canonical = try row[6]
        domain = try row[7]
        claims = try row[27]
        call = (try row[28] as Data?).flatMap { CallID(storedBytes: $0) }
    }

    private var arguments: StoredValues {
        let approval = machine.approval
        return [
            approval.id.storedBytes, Int64(approval.code.value), approval.queue, approval.state.rawValue,
            applicant.storedBytes, approval.email, canonical, domain, approval.displayName, approval.issuer,
            approval.asks, approval.created.milliseconds, approval.updated.milliseconds,
            approval.expires?.milliseconds, approval.askedBy.rawValue, approval.takenBy,
            machine.holder?.uid.map { Int64($0) }, approval.takenUntil?.milliseconds, approval.decidedBy,
            machine.decider?.uid.map { Int64($0) }, approval.decidedAt?.milliseconds, approval.reason, approval.message,
            approval.provisioning.rawValue, approval.revision, machine.firstVote?.user,
            machine.firstVote?.uid.map { Int64($0) }, claims, call?.storedBytes,
        ]
    }

    private static let insert =
        "INSERT INTO approval (\(columns.joined(separator: ", ")))"
        + " VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    private static let update =
        "UPDATE approval SET \(columns.map { $0 + " = ?" }.joined(separator: ", ")) WHERE id = ?"

    func insert(into transaction: Transaction) throws {
        try transaction.execute(Self.insert, arguments)
    }

    func update(in transaction: Transaction) throws {
        try transaction.execute(Self.update, arguments + [machine.approval.id.storedBytes])
    }

    private static func time(_ milliseconds: Int64?) -> Timestamp? { milliseconds.map { Timestamp(milliseconds: $0) } }

    private static func person(_ user: String?, _ uid: Int64?) -> ApprovalMachine.Person? {
        user.map { ApprovalMachine.Person(uid: uid.flatMap(UInt32.init(exactly:)), user: $0) }
    }
}

extension ApprovalRow {
    /// The applicant's newest request in the queue, open or not.
    static func newest(of applicant: Applicant.Key, in queue: String, _ transaction: Transaction) throws -> ApprovalRow?
    {
        try transaction.first(
            select + " WHERE applicant = ? AND queue = ? ORDER BY id DESC LIMIT 1",
            [applicant.storedBytes, queue]
        ) { try ApprovalRow(row: $0) }
    }

    /// The id of the newest request of all; nil if there is none.
    static func newestID(_ transaction: Transaction) throws -> CallID? {
        let bytes: Data? = try transaction.value("SELECT id FROM approval ORDER BY id DESC LIMIT 1")
        return bytes.flatMap { CallID(storedBytes: $0) }
    }

    /// By id, or by code: then the newest that has it.
    ///
    /// - Throws: `ApprovalRefusal.unknown`.
    static func find(_ text: String, _ transaction: Transaction) throws -> ApprovalRow {
        let row: ApprovalRow?
        if let id = CallID(text) {
            row = try transaction.first(select + " WHERE id = ?", [id.storedBytes]) { try ApprovalRow(row: $0) }
        } else if let code = ReferenceCode(text) {
            row = try transaction.first(select + " WHERE code = ? ORDER BY id DESC LIMIT 1", [Int64(code.value)]) {
                try ApprovalRow(row: $0)
            }
        } else {
            row = nil
        }
        guard let row else { throw ApprovalRefusal.unknown(String(text.prefix(64))) }
        return row
    }
}
