internal import Foundation
import GatehouseModel

/// File system checks, and what SQLite does not do for directories.
enum FileSystem {
    /// Refuses network file systems, on which SQLite's locks and shared memory are unreliable (sqlite.org/wal.html:
    /// "WAL does not work over a network filesystem").
    ///
    /// - Throws: `StorageFailure`.
    static func check(directoryOf path: String) throws(StorageFailure) {
        let directory = directory(of: path)
        guard let kind = kind(of: directory) else { return }
        guard let name = networkKinds[kind] else { return }
        throw .unsuitable("\(directory) is on \(name), where SQLite cannot keep data safe; use a local disk")
    }

    /// Makes changes to a directory durable: created, renamed or removed files.
    static func sync(directory: String) throws(StorageFailure) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .inaccessible("\(directory): \(SystemError.last)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .syncFailed("\(directory): \(SystemError.last)") }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The file system's type as in `mountinfo` (proc(5)); nil if it cannot be determined.
    private static func kind(of directory: String) -> String? {
        guard let resolved = realpath(directory, nil) else { return nil }
        defer { free(resolved) }
        let path = String(cString: resolved)
        guard let table = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return nil }
        var best: (length: Int, kind: String)?
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
            let point = fields[4]
            guard point == "/" || path == point || path.hasPrefix(point + "/") else { continue }
            // If two mount points have the same length, the later line is mounted on top.
            if point.utf8.count >= best?.length ?? 0 { best = (point.utf8.count, String(fields[dash + 1])) }
        }
        return best?.kind
    }

    private static let networkKinds: [String: String] = [
        "nfs": "NFS", "nfs4": "NFS", "smb3": "SMB", "smbfs": "SMB", "cifs": "CIFS", "afs": "AFS", "9p": "9P",
        "ceph": "Ceph", "coda": "Coda", "fuse.sshfs": "SSHFS",
    ]
}
