internal import Foundation
import GatehouseModel
internal import Synchronization

/// A placeholder file that reserves disk space. On a full disk SQLite can neither insert, delete nor checkpoint, so the
/// space must come from outside (sqlite.org/rescode.html#full).
///
/// The file is deleted when a write finds the disk full, and created again once there is twice as much free space.
package final class Ballast: Sendable {
    /// The maximum size of the log, plus some working space.
    package static let size = Int64(Checkpoints.logSizeLimit + 16 << 20)

    private let path: String
    private let size: Int64
    private let isHeld: Mutex<Bool>

    /// Reserves the space if the disk has twice as much free. A file from an earlier run is reused.
    package init(path: String, size: Int64 = Ballast.size) {
        self.path = path
        self.size = size
        isHeld = Mutex(Self.length(path) == size)
        restore()
    }

    /// Whether the space is currently reserved.
    package var isReady: Bool { isHeld.withLock { $0 } }

    /// Frees the space. Returns false if none was reserved.
    package func release() -> Bool {
        isHeld.withLock { isHeld in
            guard isHeld else { return false }
            isHeld = unlink(path) != 0
            return !isHeld
        }
    }

    /// Reserves the space again if the disk has twice as much free.
    package func restore() {
        isHeld.withLock { isHeld in
            guard !isHeld, Self.free(path) >= 2 * size else { return }
            isHeld = Self.reserve(path, size)
        }
    }

    private static func reserve(_ path: String, _ size: Int64) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // An older file of another size, or of another mode, becomes this one.
        _ = ftruncate(descriptor, 0)
        _ = fchmod(descriptor, 0o600)
        guard posix_fallocate(descriptor, 0, off_t(truncatingIfNeeded: size)) == 0 else {
            unlink(path)
            return false
        }
        return true
    }

    /// Refuses a file at the path that is not a ballast: it would be lost when the space is freed.
    ///
    /// - Throws: `StorageFailure.unsuitable`.
    static func check(_ path: String) throws(StorageFailure) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return }
        guard facts.st_mode & S_IFMT == S_IFREG,
            try FileSystem.start(of: path, count: 4096).allSatisfy({ $0 == 0 })
        else {
            throw .unsuitable("\(path) is not the daemon's reserve of disk space; move it away")
        }
    }

    private static func length(_ path: String) -> Int64? {
        var facts = stat()
        return stat(path, &facts) == 0 ? Int64(facts.st_size) : nil
    }

    private static func free(_ path: String) -> Int64 {
        var facts = statvfs()
        let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard statvfs(directory, &facts) == 0 else { return 0 }
        // Network and user-space file systems report what they like.
        return Int64(clamping: facts.f_bavail).multipliedSaturated(by: Int64(clamping: facts.f_frsize))
    }
}
