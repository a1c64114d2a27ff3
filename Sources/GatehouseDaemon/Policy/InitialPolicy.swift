import Foundation
import GatehouseModel
import PolicyEngine

/// The policy file named in the settings: applied to a store without a policy, and later only compared.
enum InitialPolicy {
    /// - Throws: `StartProblem` when it cannot be read or is larger than a policy may be.
    static func read(_ path: String) throws(StartProblem) -> String {
        do throws(FileProblem) {
            return try BoundedFile.text(path, limit: PolicyHistory.sizeLimit)
        } catch {
            throw StartProblem("cannot read the policy \(path): \(error.reason); correct initial in [policy]")
        }
    }

    /// A sentence with the remedy when the file is not the policy in force; nil when it is, apart from its layout.
    static func difference(of path: String, from revision: PolicyRevision) -> String? {
        let inForce = revision.toml ?? ""
        do {
            let text = try read(path)
            if text == inForce { return nil }
            var document = try PolicyDocument.parse(text, file: path)
            document.source = inForce
            if let current = try? PolicyDocument.parse(inForce, file: "policy"), document == current { return nil }
        } catch {
            return "\(path) is not the policy in force, which is revision \(revision.number), and has a fault: \(error)"
        }
        return "\(path) differs from revision \(revision.number) in force: use gatehouse policy apply \(path)"
    }

    /// The policy in force in a state directory, whether or not a daemon runs; nil when there is none yet.
    ///
    /// - Throws: what SQLite says of a file that cannot be read.
    static func inForce(stateDirectory: String) throws -> PolicyRevision? {
        let path = stateDirectory + "/state.db"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try StoreFile(path: path, applicationID: StateStore.applicationID).readInUse { transaction in
            try transaction.hasTable("policy_revision") ? try PolicyHistory.current(in: transaction) : nil
        }
    }
}
