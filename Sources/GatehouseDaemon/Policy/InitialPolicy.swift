import Foundation
import GatehouseModel
import PolicyEngine

/// The policy file named in the settings: applied to a store without a policy, and later only compared.
enum InitialPolicy {
    /// - Throws: `StartProblem` if the file cannot be read or is too large for a policy.
    static func read(_ path: String) throws(StartProblem) -> String {
        do throws(FileProblem) {
            return try BoundedFile.text(path, limit: PolicyHistory.sizeLimit)
        } catch {
            throw StartProblem("cannot read the policy \(path): \(error.reason); correct initial in [policy]")
        }
    }

    /// A sentence with the remedy if the file is not the policy in force; nil if it is, apart from its layout.
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

    /// The policy in force in a state directory, whether or not a daemon is running; nil if there is none yet.
    ///
    /// - Throws: an error of SQLite if the file cannot be read.
    static func inForce(stateDirectory: String) throws -> PolicyRevision? {
        let path = stateDirectory + "/state.db"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try StoreFile(path: path, applicationID: StateStore.applicationID).readInUse { transaction in
            try transaction.hasTable("policy_revision") ? try PolicyHistory.current(in: transaction) : nil
        }
    }
}
