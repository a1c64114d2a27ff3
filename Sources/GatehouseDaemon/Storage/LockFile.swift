import Glibc

/// A file that one process locks at a time. It is never removed: that would let two processes lock two files of the
/// same name.
enum LockFile {
    /// Why the lock cannot be had.
    enum Problem: Error {
        /// Another process holds it; nil when it did not say which.
        case held(by: Int32?)
        /// A system call failed with this errno.
        case failed(Int32)
    }

    /// Takes the lock, waiting up to `patience` for a holder that is about to end, and writes down who holds it.
    ///
    /// - Returns: the descriptor that holds the lock until it is closed or the process ends.
    static func take(_ path: String, patience: Duration) throws(Problem) -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed(errno) }
        let deadline = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR, ContinuousClock.now < deadline else {
                defer { close(descriptor) }
                throw code == EWOULDBLOCK ? .held(by: holder(descriptor)) : .failed(code)
            }
            usleep(20_000)
        }
        // On a full disk it stays unknown who holds the lock; it is held all the same.
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, text, text.count, 0) }
        return descriptor
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}

extension LockFile.Problem {
    /// `another gatehoused`, with its process number where it is known.
    static func name(of holder: Int32?) -> String {
        holder.map { "another gatehoused (process \($0))" } ?? "another gatehoused"
    }
}
