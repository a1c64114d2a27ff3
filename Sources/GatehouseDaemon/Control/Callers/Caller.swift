package import GatehouseModel

/// The user who sends a request, and their role.
package struct Caller: Sendable, Hashable {
    package var peer: PeerCredentials
    /// The user's name; `uid:1234` for one without.
    package var user: String
    /// Nil if the user has no role.
    package var role: Role?
    /// What granted the role.
    package var grantedBy: String

    package init(peer: PeerCredentials, user: String, role: Role?, grantedBy: String) {
        self.peer = peer
        self.user = user
        self.role = role
        self.grantedBy = grantedBy
    }

    /// Determines the caller from the peer's credentials.
    package init(peer: PeerCredentials, roles: RoleBook, users: some UserDirectory) {
        let grant = roles.grant(to: peer)
        self.init(
            peer: peer,
            user: users.user(peer.uid) ?? "uid:\(peer.uid)",
            role: grant?.role,
            grantedBy: grant?.reason ?? ""
        )
    }

    /// The caller in the form of the audit log.
    package var actor: Actor { Actor(uid: peer.uid, user: user, role: role) }

    /// Whether people must be masked for the caller.
    var seesMasked: Bool { role.map { $0 < .approver } ?? true }

    /// The same user with a lower role. A higher one changes nothing.
    func lowered(to role: Role) -> Caller {
        guard let own = self.role, role < own else { return self }
        var caller = self
        caller.role = role
        caller.grantedBy += ", lowered on request"
        return caller
    }
}
