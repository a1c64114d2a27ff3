import CPeerCredentials

#if canImport(Glibc)
import Glibc
#endif

/// The process at the other end of a Unix socket, as recorded by the kernel when it connected.
package struct PeerCredentials: Sendable, Hashable {
    /// Only for display: the id may have been reused by another process.
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

    /// Reads the credentials from a connected socket; nil if the kernel does not provide them.
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

    /// The maximum number of groups on Linux (NGROUPS_MAX, limits.h).
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
