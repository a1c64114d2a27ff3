import Foundation
import GatehouseModel
import Glibc

/// The daemon's directory, held by one daemon at a time.
package struct StateDirectory: Sendable {
    package let path: String
    /// What was changed about the files that were there, in sentences for the log.
    package let notices: [String]
    private let lock: Int32

    /// Why the directory cannot be used.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Creates the directory if need be, for its owner alone, and locks it until the process ends. What others could
    /// read of the daemon's files is closed to them.
    ///
    /// - Parameter patience: how long to wait for another daemon that is about to end.
    /// - Throws: `Problem` when it cannot be made or written, belongs to another user, or another daemon holds it.
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

    /// Takes the rights of others from one file or directory, and notes what it did.
    private static func close(_ path: String, noting notices: inout [String]) throws(Problem) {
        do throws(StorageFailure) {
            guard let mode = try FileSystem.makePrivate(path) else { return }
            notices.append("\(path) had mode \(String(mode, radix: 8)); only the daemon may use it now")
        } catch {
            throw Problem(description: "\(error)")
        }
    }

    /// The files and directories in `path` that the daemon makes. Others that lie there are not touched.
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

    private static let names: Set<String> = ["lock", "ballast", "ledger"]
    private static let directories: Set<String> = ["journal", "tables"]

    /// Gives the directory up before the process ends.
    func release() { Glibc.close(lock) }

    package var stateFile: String { path + "/state.db" }
    package var journal: String { path + "/journal" }
    package var tables: String { path + "/tables" }
    package var ballast: String { path + "/ballast" }
    package var ledger: String { path + "/ledger" }
}
