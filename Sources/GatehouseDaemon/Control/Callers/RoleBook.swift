package import GatehouseModel

/// The roles of Unix users and groups.
package struct RoleBook: Sendable {
    /// A role and what granted it.
    package struct Grant: Sendable, Hashable {
        package var role: Role
        /// `group:approvers`, `root`, `the daemon's own user`.
        package var reason: String
    }

    /// A name in the configuration that is neither `user:NAME` nor `group:NAME`.
    package struct BadName: Error, Sendable, Hashable, CustomStringConvertible {
        package var name: String
        package var description: String {
            "\"\(name)\" names nobody; write \"user:NAME\" or \"group:NAME\" in [control]"
        }
    }

    private enum Who: Sendable, Hashable {
        case user(UInt32)
        case group(UInt32)
    }

    private struct Entry: Sendable {
        var name: String
        var who: Who
        var role: Role
    }

    private let ownUID: UInt32
    private let entries: [Entry]
    /// The configured groups with their roles.
    private let groups: [(name: String, role: Role)]
    /// Names that do not exist on this machine; they grant nothing.
    package let unknown: [String]

    /// Resolves the configured names once.
    ///
    /// - Throws: `BadName` for the first malformed name.
    package init(
        viewers: [String] = [],
        approvers: [String] = [],
        admins: [String] = [],
        ownUID: UInt32,
        users: some UserDirectory
    ) throws(BadName) {
        var entries: [Entry] = []
        var groups: [(name: String, role: Role)] = []
        var unknown: [String] = []
        for (names, role) in [(admins, Role.admin), (approvers, .approver), (viewers, .viewer)] {
            for name in names {
                let parts = name.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0] == "user" || parts[0] == "group" else { throw BadName(name: name) }
                let bare = String(parts[1])
                let who: Who?
                if parts[0] == "user" {
                    who = users.uid(ofUser: bare).map(Who.user)
                } else {
                    groups.append((bare, role))
                    who = users.gid(ofGroup: bare).map(Who.group)
                }
                if let who { entries.append(Entry(name: name, who: who, role: role)) } else { unknown.append(name) }
            }
        }
        self.ownUID = ownUID
        self.entries = entries
        self.groups = groups
        self.unknown = unknown
    }

    /// The peer's highest role; nil if there is none.
    package func grant(to peer: PeerCredentials) -> Grant? {
        if peer.uid == 0 { return Grant(role: .admin, reason: "root") }
        if peer.uid == ownUID { return Grant(role: .admin, reason: "the daemon's own user") }
        let entry = entries.first { entry in
            switch entry.who {
            case .user(let uid): peer.uid == uid
            case .group(let gid): peer.isMember(of: gid)
            }
        }
        return entry.map { Grant(role: $0.role, reason: $0.name) }
    }

    /// The group that should own the socket: the first configured one, lowest role first.
    package var socketGroup: UInt32? {
        entries.reversed().lazy.compactMap { entry in
            if case .group(let gid) = entry.who { gid } else { nil }
        }.first
    }

    /// Who else must be able to open the socket.
    package var socketAccess: SocketAccess {
        var access = SocketAccess(users: [], groups: [])
        for entry in entries {
            switch entry.who {
            case .user(let uid) where uid != 0 && uid != ownUID && !access.users.contains(uid): access.users.append(uid)
            case .group(let gid) where !access.groups.contains(gid): access.groups.append(gid)
            case .user, .group: break
            }
        }
        return access
    }

    /// What a user must do to get `role`.
    package func advice(for user: String, wanting role: Role) -> String {
        let fitting = groups.filter { $0.role >= role }.min { $0.role < $1.role }
        guard let fitting else {
            return "ask an administrator to add \"user:\(user)\" to \(role.rawValue)s in [control] of gatehouse.toml"
        }
        return "join the group with: sudo usermod -aG \(fitting.name) \(user) and log in again"
    }
}
