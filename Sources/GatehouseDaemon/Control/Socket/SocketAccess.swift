import CExtendedAttributes
import GatehouseModel

#if canImport(Glibc)
import Glibc
#endif

/// Lets every user and group that has a role open the control socket.
///
/// A file has one group, so the others get entries in its access control list (acl(5)), and in that of the directory if
/// it is ours. The kernel still tells who calls, so an entry grants no role.
package struct SocketAccess: Sendable, Hashable {
    /// The users with a role, apart from root and the daemon's own user.
    package var users: [UInt32]
    /// The groups with a role.
    package var groups: [UInt32]

    /// Adds the entries for the socket at `path`.
    ///
    /// - Returns: what could not be done, in a sentence with the remedy; nil if all of them can open the socket.
    func grant(on path: String) -> String? {
        let directory = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        for (file, permissions) in [(directory, 5), (path, 6)] as [(String, UInt16)] {
            guard let code = apply(permissions, to: file) else { continue }
            return
                "\(file): \(PlainReason.of(errno: code)); only the socket's own group can open the control socket; add the "
                + "others to that group, or put the socket on a file system with access control lists"
        }
        return nil
    }

    /// Returns the error code, or nil.
    private func apply(_ permissions: UInt16, to file: String) -> CInt? {
        var status = stat()
        guard stat(file, &status) == 0 else { return errno }
        let isDirectory = status.st_mode & S_IFMT == S_IFDIR
        // A directory that everybody may enter, or that is not ours, stays as it is.
        if isDirectory, status.st_mode & S_IXOTH != 0 || status.st_uid != geteuid() { return nil }
        let ownGroup = Self.ownGroup(of: file) ?? UInt16(clamping: status.st_mode >> 3 & 7)
        let others = SocketAccess(users: users, groups: groups.filter { $0 != status.st_gid })
        let wanted = groups.contains(status.st_gid) ? ownGroup | permissions : ownGroup
        if others.users.isEmpty, others.groups.isEmpty, wanted == ownGroup { return nil }
        let list = others.list(permissions, mode: status.st_mode, ownGroup: wanted)
        return setxattr(file, Self.name, list, list.count, 0) == 0 ? nil : errno
    }

    private static let name = "system.posix_acl_access"

    /// What the file's own group may do according to a list that is there already; the mode then shows what all groups
    /// together may do. Nil without a list.
    private static func ownGroup(of file: String) -> UInt16? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let length = getxattr(file, name, &bytes, bytes.count)
        guard length > 4 else { return nil }
        for start in stride(from: 4, to: length - 7, by: 8) where bytes[start] == 0x04 {
            return UInt16(clamping: bytes[start + 2])
        }
        return nil
    }

    /// The kernel's form of an access control list: version 2, then tag, permissions and id of each entry, little
    /// endian and in this order (linux/posix_acl_xattr.h).
    func list(_ permissions: UInt16, mode: UInt32, ownGroup: UInt16) -> [UInt8] {
        let noID = UInt32.max
        let ofMode = { (shift: UInt32) in UInt16(truncatingIfNeeded: mode >> shift & 7) }
        var entries: [(tag: UInt16, permissions: UInt16, id: UInt32)] = [(0x01, ofMode(6), noID)]
        for user in users.sorted() { entries.append((0x02, permissions, user)) }
        entries.append((0x04, ownGroup, noID))
        for group in groups.sorted() { entries.append((0x08, permissions, group)) }
        entries.append((0x10, ofMode(3) | ownGroup | permissions, noID))
        entries.append((0x20, ofMode(0), noID))
        var bytes: [UInt8] = []
        func append(_ number: some FixedWidthInteger) {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        append(2 as UInt32)
        for entry in entries {
            append(entry.tag)
            append(entry.permissions)
            append(entry.id)
        }
        return bytes
    }
}
