internal import Foundation
import GatehouseModel

/// Questions to the file system under a path, and what SQLite does not do for directories.
enum FileSystem {
    /// Refuses network file systems: their locks and shared memory do not keep SQLite's promise
    /// (sqlite.org/wal.html: "WAL does not work over a network filesystem").
    ///
    /// - Throws: `StorageFailure`.
    static func check(directoryOf path: String) throws(StorageFailure) {
        let directory = directory(of: path)
        guard let kind = kind(of: directory) else { return }
        guard let name = networkKinds[kind] else { return }
        throw .unsuitable("\(directory) is on \(name), where SQLite cannot keep data safe; use a local disk")
    }

    /// Makes the entries of a directory durable: a created, renamed or removed file.
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

    /// The file system's type as proc(5) names it in `mountinfo`; nil when that cannot be found out.
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
            // Of equally long mount points the later line lies on top.
            if point.utf8.count >= best?.length ?? 0 { best = (point.utf8.count, String(fields[dash + 1])) }
        }
        return best?.kind
    }

    private static let networkKinds: [String: String] = [
        "nfs": "NFS", "nfs4": "NFS", "smb3": "SMB", "smbfs": "SMB", "cifs": "CIFS", "afs": "AFS", "9p": "9P",
        "ceph": "Ceph", "coda": "Coda", "fuse.sshfs": "SSHFS",
    ]
}
