import Glibc

/// Why a file cannot be read or written: its path and the reason. The caller adds a remedy.
package struct FileProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let path: String
    /// Completes the sentence "cannot read PATH: ".
    package let reason: String
    package let isWriting: Bool

    package init(path: String, reason: String, isWriting: Bool = false) {
        self.path = path
        self.reason = reason
        self.isWriting = isWriting
    }

    package var description: String { "cannot \(isWriting ? "write" : "read") \(path): \(reason)" }
}

/// Reads and writes whole files that an admin names, with bounded size and without waiting for ever.
package enum BoundedFile {
    /// The kinds of file that a path may lead to.
    package enum Kind: Sendable {
        /// A regular file only, as for files that a daemon reads.
        case regular
        /// Also pipes and devices, such as a shell's `<(command)`.
        case stream
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// - Throws: `FileProblem`.
    package static func bytes(_ path: String, limit: Int, kind: Kind = .regular) throws(FileProblem) -> [UInt8] {
        guard !path.utf8.contains(0) else { throw FileProblem(path: path, reason: "the path has a NUL byte") }
        // Opening a pipe must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw FileProblem(path: path, reason: SystemError.last.description) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw FileProblem(path: path, reason: SystemError.last.description)
        }
        if let reason = objection(to: status.st_mode & S_IFMT, kind) { throw FileProblem(path: path, reason: reason) }
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Descriptor.read(descriptor, limit: limit)
        } catch {
            let isUnwritten = error.errnoCode == ENXIO
            throw FileProblem(path: path, reason: isUnwritten ? "nobody writes to the pipe" : error.description)
        }
        guard bytes.count <= limit else {
            throw FileProblem(path: path, reason: "it has more than \(limit) bytes")
        }
        return bytes
    }

    /// Reads UTF-8 text of at most `limit` bytes.
    ///
    /// - Throws: `FileProblem`.
    package static func text(_ path: String, limit: Int, kind: Kind = .regular) throws(FileProblem) -> String {
        let bytes = try bytes(path, limit: limit, kind: kind)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw FileProblem(path: path, reason: PlainReason.notText(bytes))
        }
        return text
    }

    /// Replaces a file in one step, so that readers see either the old or the new one. A device or pipe is written
    /// directly.
    ///
    /// - Throws: `FileProblem`; a failed write leaves nothing behind.
    package static func write(_ bytes: [UInt8], to path: String) throws(FileProblem) {
        guard !path.utf8.contains(0) else {
            throw FileProblem(path: path, reason: "the path has a NUL byte", isWriting: true)
        }
        // A symbolic link is kept, and the file it points to is replaced.
        let target = realpath(path, nil).map { (text) -> String in
            defer { free(text) }
            return String(cString: text)
        }
        var status = stat()
        let exists = stat(path, &status) == 0
        do throws(SystemError) {
            if exists, status.st_mode & S_IFMT != S_IFREG {
                try put(bytes, to: path, flags: O_WRONLY | O_NOCTTY, mode: 0)
            } else {
                try replace(target ?? path, with: bytes, mode: exists ? status.st_mode & 0o7777 : nil)
            }
        } catch {
            throw FileProblem(path: path, reason: error.description, isWriting: true)
        }
    }

    private static func replace(_ path: String, with bytes: [UInt8], mode: mode_t?) throws(SystemError) {
        let draft = path + ".new-\(getpid())"
        do throws(SystemError) {
            try put(bytes, to: draft, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: 0o666)
            if let mode { chmod(draft, mode) }
            guard rename(draft, path) == 0 else { throw .last }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func put(_ bytes: [UInt8], to path: String, flags: Int32, mode: mode_t) throws(SystemError) {
        let descriptor = open(path, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .last }
        var failure: SystemError?
        do throws(SystemError) { try Descriptor.write(bytes, to: descriptor) } catch { failure = error }
        // Network file systems may report a full disk only on close.
        if close(descriptor) != 0, failure == nil { failure = .last }
        if let failure { throw failure }
    }

    private static func objection(to type: mode_t, _ kind: Kind) -> String? {
        switch type {
        case S_IFREG: nil
        case S_IFDIR: PlainReason.of(errno: EISDIR)
        case S_IFSOCK: "it is a socket, not a file"
        case S_IFIFO: kind == .stream ? nil : "it is a pipe, not a file"
        default: kind == .stream ? nil : "it is a device, not a file"
        }
    }
}
