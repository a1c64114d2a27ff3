import Foundation
import GatehouseModel
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
    /// - Parameter patience: how long to wait for another daemon that is about to end.
    /// - Throws: `Problem` when it cannot be made or written, or another daemon holds it.
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
    }

    package var stateFile: String { path + "/state.db" }
    package var journal: String { path + "/journal" }
    package var tables: String { path + "/tables" }
    package var ballast: String { path + "/ballast" }
}
