import GatehouseModel

/// Why the control socket cannot be created.
package enum SocketProblem: Error, Sendable, Hashable {
    /// Another daemon holds the lock or answers at the path; `holder` is its process, where it is known.
    case inUse(path: String, holder: CInt? = nil)
    /// The path exists, but is not a socket.
    case notASocket(path: String)
    case pathTooLong(path: String, limit: Int)
    /// A system call failed.
    case failed(doing: String, path: String, errno: CInt)
}

extension SocketProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let path, let holder):
            "\(LockFile.Problem.name(of: holder)) serves \(path); stop it, or choose another socket with --socket"
        case .notASocket(let path):
            "\(path) is in the way and is no socket; remove it, or choose another socket with --socket"
        case .pathTooLong(let path, let limit):
            "\(path) has \(path.utf8.count) bytes; a socket's path has at most \(limit): choose a shorter one"
        case .failed(let doing, let path, let code):
            "cannot \(doing) \(path): \(PlainReason.of(errno: code)); correct that, or choose another socket with --socket"
        }
    }
}
