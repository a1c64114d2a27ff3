#if canImport(Glibc)
import Glibc
#endif

/// Finds the group that a user must join to open a socket.
enum SocketGroup {
    /// The group of the socket, or of its directory if that cannot be entered. Nil if it is root's, because joining
    /// that group must not be recommended.
    static func name(of path: String) -> String? {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let directory = path[..<slash].isEmpty ? "/" : String(path[..<slash])
        guard let group = owner(of: path) ?? owner(of: directory), group != 0 else { return nil }
        return name(ofGroup: group)
    }

    private static func owner(of path: String) -> gid_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_gid : nil
    }

    /// The group's name, or its number if it has none.
    private static func name(ofGroup id: gid_t) -> String {
        var record = group()
        var found: UnsafeMutablePointer<group>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getgrgid_r(id, &record, &buffer, buffer.count, &found) == 0, found != nil, let name = record.gr_name
        else { return String(id) }
        return String(cString: name)
    }
}
