import Glibc

/// A file that one process locks at a time. It is never removed, because two processes could then each lock a different
/// file of the same name.
enum LockFile {
    /// Why the lock could not be taken.
    enum Problem: Error {
        /// Another process has it; nil if its number is unknown.
        case held(by: Int32?)
        /// A system call failed with this `errno`.
        case failed(Int32)
    }

    /// Takes the lock and writes this process's number into the file. Waits up to `patience` for a holder that is about
    /// to end.
    ///
    /// - Returns: a descriptor that holds the lock until it is closed or the process ends.
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
        // On a full disk the number cannot be written, but the lock is held all the same.
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
    /// `another gatehoused`, with its process number if known.
    static func name(of holder: Int32?) -> String {
        holder.map { "another gatehoused (process \($0))" } ?? "another gatehoused"
    }
}
