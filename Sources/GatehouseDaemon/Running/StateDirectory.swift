import Foundation
import GatehouseModel
import Glibc

/// The daemon's state directory, used by one daemon at a time.
package struct StateDirectory: Sendable {
    package let path: String
    /// What was changed about existing files, in sentences for the log.
    package let notices: [String]
    private let lock: Int32

    /// Why the directory cannot be used.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Creates the directory if necessary, readable by its owner only, and locks it until the process ends. Removes
    /// other users' access to the daemon's files.
    ///
    /// - Parameter patience: how long to wait for another daemon that is about to end.
    /// - Throws: `Problem` if it cannot be created or written, belongs to another user, or is in use by another daemon.
    package init(path: String, patience: Duration = .zero) throws(Problem) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw Problem(
                description:
                    "cannot create \(path): \(PlainReason.of(error)); create it, or name another with --state-directory"
            )
        }
        var notices: [String] = []
        try Self.close(path, noting: &notices)
        do throws(LockFile.Problem) {
            lock = try LockFile.take(path + "/lock", patience: patience)
        } catch {
            switch error {
            case .held(let holder):
                throw Problem(
                    description:
                        "\(LockFile.Problem.name(of: holder)) uses \(path); stop it, or name another directory with "
                        + "--state-directory"
                )
            case .failed(let code):
                throw Problem(
                    description:
                        "cannot write in \(path): \(PlainReason.of(errno: code)); it must be a directory of the "
                        + "daemon's user, with room"
                )
            }
        }
        for file in Self.ownFiles(in: path) { try Self.close(file, noting: &notices) }
        self.notices = notices
    }

    /// Removes other users' access to one file or directory, and notes it.
    private static func close(_ path: String, noting notices: inout [String]) throws(Problem) {
        do throws(StorageFailure) {
            guard let mode = try FileSystem.makePrivate(path) else { return }
            notices.append("\(path) had mode \(String(mode, radix: 8)); only the daemon may use it now")
        } catch {
            throw Problem(description: "\(error)")
        }
    }

    /// The daemon's own files and directories in `path`. Other files are not touched.
    private static func ownFiles(in path: String) -> [String] {
        let manager = FileManager.default
        var files: [String] = []
        for name in (try? manager.contentsOfDirectory(atPath: path)) ?? [] {
            let file = path + "/" + name
            if names.contains(name) || name.hasPrefix("state.db") { files.append(file) }
            guard directories.contains(name) else { continue }
            files.append(file)
            files += ((try? manager.contentsOfDirectory(atPath: file)) ?? []).map { file + "/" + $0 }
        }
        return files
    }

    private static let names: Set<String> = ["lock", "ballast", "ledger", "clock", "clock.next"]
    private static let directories: Set<String> = ["journal", "tables"]

    /// Releases the lock before the process ends.
    func release() { Glibc.close(lock) }

    package var stateFile: String { path + "/state.db" }
    package var journal: String { path + "/journal" }
    package var tables: String { path + "/tables" }
    package var ballast: String { path + "/ballast" }
    package var ledger: String { path + "/ledger" }
    package var clock: String { path + "/clock" }
}
