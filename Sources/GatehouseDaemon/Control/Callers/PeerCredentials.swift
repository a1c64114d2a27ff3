import CPeerCredentials

#if canImport(Glibc)
import Glibc
#endif

/// Who is at the other end of a Unix socket, as the kernel recorded it when they connected.
package struct PeerCredentials: Sendable, Hashable {
    /// For display only: it may belong to another process by now.
    package var pid: Int32
    package var uid: UInt32
    package var gid: UInt32
    /// Supplementary groups.
    package var groups: [UInt32]

    package init(pid: Int32, uid: UInt32, gid: UInt32, groups: [UInt32]) {
        self.pid = pid
        self.uid = uid
        self.gid = gid
        self.groups = groups
    }

    /// Asks the kernel about a connected socket; nil when it does not say.
    package init?(socket descriptor: CInt) {
        var credentials = peer_credentials()
        guard peer_credentials_get(descriptor, &credentials) == 0 else { return nil }
        self.init(
            pid: credentials.pid,
            uid: credentials.uid,
            gid: credentials.gid,
            groups: Self.groups(of: descriptor)
        )
    }

    /// Whether the peer is in the group, as its primary group or another.
    package func isMember(of group: UInt32) -> Bool { gid == group || groups.contains(group) }

    /// Linux permits 65,536 groups (NGROUPS_MAX, limits.h).
    private static let mostGroups = 65_536

    private static func groups(of descriptor: CInt) -> [UInt32] {
        var capacity = 64
        while capacity <= mostGroups {
            var groups = [UInt32](repeating: 0, count: capacity)
            let count = peer_groups_get(descriptor, &groups, Int32(truncatingIfNeeded: capacity))
            if count >= 0 { return Array(groups.prefix(Int(count))) }
            guard errno == ERANGE else { return [] }
            capacity *= 4
        }
        return []
    }
}
