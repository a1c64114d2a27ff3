import CPeerCredentials

#if canImport(Glibc)
import Glibc
#endif

/// The control socket, bound and listening, exclusively for this daemon.
///
/// The file beside it, `NAME.lock`, is locked as long as the daemon lives, and is never removed: otherwise two daemons
/// could lock two different files of the same name.
package struct ListeningSocket: Sendable {
    /// The descriptor for `accept`. Belongs to the listener once that runs.
    let descriptor: CInt
    /// Nil if the socket was passed in and must not be removed.
    private let own: Own?

    private struct Own: Sendable {
        var path: String
        var lock: CInt
        var device: dev_t
        var inode: ino_t
    }

    /// The maximum length of a path in `sockaddr_un`, without the terminator (unix(7)).
    private static let pathLimit = 107

    /// Creates the socket at `path`: creates its directory (0750) if missing, locks, removes a stale socket, binds.
    ///
    /// The socket's mode is never wider than 0660. A socket that answers, or a file that is not a socket, is never
    /// removed.
    ///
    /// - Parameters:
    ///   - group: the group to give it to, where we may; nil leaves the daemon's own.
    ///   - patience: how long to wait for another daemon that is about to end.
    package init(path: String, group: UInt32? = nil, patience: Duration = .zero) throws(SocketProblem) {
        guard path.utf8.count <= Self.pathLimit else { throw .pathTooLong(path: path, limit: Self.pathLimit) }
        try Self.createDirectory(of: path, group: group)
        let lock = try Self.lock(path + ".lock", for: path, patience)
        do throws(SocketProblem) {
            try Self.clear(path)
            let descriptor = try Self.bind(path, group: group)
            var status = stat()
            guard lstat(path, &status) == 0 else {
                Glibc.close(descriptor)
                throw .failed(doing: "look at", path: path, errno: errno)
            }
            self.descriptor = descriptor
            own = Own(path: path, lock: lock, device: status.st_dev, inode: status.st_ino)
        } catch {
            Glibc.close(lock)
            throw error
        }
    }

    /// A socket that another process has bound.
    init(inherited descriptor: CInt) {
        self.descriptor = descriptor
        own = nil
    }

    /// The path of the socket file; nil if the kernel does not tell.
    var path: String? {
        if let own { return own.path }
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { return nil }
        let path = withUnsafeBytes(of: address.sun_path) { Array($0.prefix { $0 != 0 }) }
        return path.isEmpty ? nil : String(decoding: path, as: UTF8.self)
    }

    /// Removes the socket file, if it is still ours, and releases the lock. Call this after the listener has ended.
    package func remove() {
        guard let own else { return }
        var status = stat()
        if lstat(own.path, &status) == 0, status.st_dev == own.device, status.st_ino == own.inode {
            Glibc.unlink(own.path)
        }
        Glibc.close(own.lock)
    }

    private static func createDirectory(of path: String, group: UInt32?) throws(SocketProblem) {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
        let directory = String(path[..<slash])
        var status = stat()
        if stat(directory, &status) == 0 { return }
        try createDirectory(of: directory, group: group)
        guard mkdir(directory, 0o750) == 0 || errno == EEXIST else {
            throw .failed(doing: "create", path: directory, errno: errno)
        }
        // Only root and members of the group can do this; for others, the directory keeps its group.
        if let group { _ = chown(directory, uid_t.max, group) }
    }

    private static func lock(_ file: String, for path: String, _ patience: Duration) throws(SocketProblem) -> CInt {
        do throws(LockFile.Problem) {
            return try LockFile.take(file, patience: patience)
        } catch {
            switch error {
            case .held(let holder): throw .inUse(path: path, holder: holder)
            case .failed(let code): throw .failed(doing: "open and lock", path: file, errno: code)
            }
        }
    }

    /// Removes a stale socket at the path. Only a refused connection proves that no process is listening.
    private static func clear(_ path: String) throws(SocketProblem) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw .failed(doing: "look at", path: path, errno: errno) }
            return
        }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        let probe = try newSocket(path)
        defer { Glibc.close(probe) }
        let code = withAddress(path) { connect(probe, $0, $1) } == 0 ? 0 : errno
        switch code {
        case ECONNREFUSED:
            guard Glibc.unlink(path) == 0 else { throw .failed(doing: "remove", path: path, errno: errno) }
        case 0:
            var peer = peer_credentials()
            throw .inUse(path: path, holder: peer_credentials_get(probe, &peer) == 0 ? peer.pid : nil)
        case EAGAIN: throw .inUse(path: path)
        default: throw .failed(doing: "find out who serves", path: path, errno: code)
        }
    }

    private static func bind(_ path: String, group: UInt32?) throws(SocketProblem) -> CInt {
        let descriptor = try newSocket(path)
        // The file gets the mode of the descriptor, minus the umask (Linux, unix_bind), so it is never wider.
        guard fchmod(descriptor, 0o660) == 0, withAddress(path, { Glibc.bind(descriptor, $0, $1) }) == 0,
            listen(descriptor, 128) == 0
        else {
            let code = errno
            Glibc.close(descriptor)
            throw .failed(doing: "bind", path: path, errno: code)
        }
        if let group { _ = chown(path, uid_t.max, group) }
        chmod(path, 0o660)
        return descriptor
    }

    private static func newSocket(_ path: String) throws(SocketProblem) -> CInt {
        let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .failed(doing: "make a socket for", path: path, errno: errno) }
        return descriptor
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
