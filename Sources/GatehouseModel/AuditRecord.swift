/// One record of the audit log: who did what to which thing. Its hash covers the previous record.
package struct AuditRecord: Sendable, Hashable, Codable, Identifiable {
    package var id: Int { sequence }
    /// 1, 2, 3, … without gaps.
    package var sequence: Int
    package var time: Timestamp
    /// The Unix user id that the kernel reported; nil for the daemon itself.
    package var uid: UInt32?
    package var user: String
    package var role: Role?
    /// `approval.approve`, `list.add`, `call.reveal`, …
    package var action: String
    /// The thing acted on: `approval:M4T8-0QZC`, `list:blocked-domains`.
    package var subject: String
    package var before: JSONValue?
    package var after: JSONValue?
    /// SHA-256 over the previous record's hash and this record's canonical form, lower-case hexadecimal.
    package var hash: String

    package init(
        sequence: Int,
        time: Timestamp,
        uid: UInt32?,
        user: String,
        role: Role?,
        action: String,
        subject: String,
        before: JSONValue? = nil,
        after: JSONValue? = nil,
        hash: String
    ) {
        self.sequence = sequence
        self.time = time
        self.uid = uid
        self.user = user
        self.role = role
        self.action = action
        self.subject = subject
        self.before = before
        self.after = after
        self.hash = hash
    }
}

/// Who acts, as the kernel reported it at the control socket.
package struct Actor: Sendable, Hashable {
    package var uid: UInt32?
    package var user: String
    package var role: Role?

    package init(uid: UInt32?, user: String, role: Role?) {
        self.uid = uid
        self.user = user
        self.role = role
    }

    /// The daemon acting on its own, for example at expiry or start-up.
    package static let daemon = Actor(uid: nil, user: "gatehoused", role: nil)
}
