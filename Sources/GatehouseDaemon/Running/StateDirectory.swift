import Foundation
import Glibc

/// The daemon's directory, held by one daemon at a time.
package struct StateDirectory: Sendable {
    package let path: String
    private let lock: Int32

    /// Why the directory cannot be used.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Creates the directory if need be, for its owner alone, and locks it until the process ends.
    ///
    /// - Throws: `Problem` when it cannot be made or written, or another daemon holds it.
    package init(path: String) throws(Problem) {
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
                    "cannot create \(path): \((error as NSError).localizedDescription); create it, or name another with --state-directory"
            )
        }
        lock = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw Problem(
                description:
                    "cannot write in \(path): \(String(cString: strerror(errno))); it must belong to the daemon's user"
            )
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Problem(
                description:
                    "another gatehoused uses \(path); stop it, or name another directory with --state-directory"
            )
        }
    }

    package var stateFile: String { path + "/state.db" }
    package var journal: String { path + "/journal" }
    package var tables: String { path + "/tables" }
    package var ballast: String { path + "/ballast" }
}
