internal import Foundation
internal import GatehouseModel

/// Makes files readable by the daemon's user only, whatever the umask and their previous mode.
extension FileSystem {
    /// The first bytes of a file, fewer if it is shorter.
    ///
    /// - Throws: `StorageFailure.inaccessible`.
    static func start(of path: String, count: Int) throws(StorageFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw .inaccessible("\(path): \(PlainReason.of(errno: errno))") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = read(descriptor, &bytes, count)
        guard length >= 0 else { throw .inaccessible("\(path): \(PlainReason.of(errno: errno))") }
        return Array(bytes.prefix(length))
    }

    /// The file's length in bytes; nil if there is no file.
    static func size(_ path: String) -> Int64? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_size) : nil
    }

    /// Creates an empty file with mode 0600 if there is none, so that SQLite does not create it with a wider mode.
    /// Its log and shared memory take the mode of the file (sqlite.org/src/file/src/os_unix.c, `findCreateFileMode`).
    ///
    /// - Throws: `StorageFailure.inaccessible`.
    static func createPrivate(_ path: String) throws(StorageFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw .inaccessible("\(path): \(String(cString: strerror(errno)))")
        }
        for suffix in ["", "-wal", "-shm"] { _ = try makePrivate(path + suffix) }
    }

    /// Creates a directory that only its owner may enter, and those above it. Closes an existing one to others.
    ///
    /// - Throws: `StorageFailure.inaccessible`.
    static func createPrivateDirectory(_ path: String) throws(StorageFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .inaccessible("\(path): \(PlainReason.of(error))")
        }
        _ = try makePrivate(path)
    }

    /// Removes all rights of the group and of others. Returns the former mode if it had to be changed.
    ///
    /// - Throws: `StorageFailure.inaccessible` if the file belongs to another user or its mode cannot be changed.
    static func makePrivate(_ path: String) throws(StorageFailure) -> Int? {
        var facts = stat()
        // A link made by another user could point to a different file of the daemon.
        if lstat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFLNK, facts.st_uid != geteuid(), facts.st_uid != 0 {
            throw .inaccessible("\(path) is a link that user id \(facts.st_uid) made; remove it")
        }
        guard stat(path, &facts) == 0 else {
            guard errno == ENOENT else { throw .inaccessible("\(path): \(String(cString: strerror(errno)))") }
            return nil
        }
        guard facts.st_uid == geteuid() else {
            throw .inaccessible(
                "\(path) belongs to user id \(facts.st_uid) and not to the daemon's user id \(geteuid()); "
                    + "start the daemon as that user, or run: chown \(geteuid()) \(path)"
            )
        }
        let mode = facts.st_mode & 0o7777
        let isDirectory = facts.st_mode & S_IFMT == S_IFDIR
        guard mode & 0o077 != 0 else { return nil }
        guard chmod(path, isDirectory ? 0o700 : 0o600) == 0 else {
            throw .inaccessible(
                "\(path) can be read by others (mode \(String(mode, radix: 8))) and cannot be closed: "
                    + String(cString: strerror(errno))
            )
        }
        return Int(mode)
    }
}
