package import ControlProtocol
import Foundation
package import PolicyEngine
import Synchronization

/// Whether the rows that were imported suit tables as a document has them.
extension TableBook {
    /// What was found about one definition and one import.
    struct Suitability: Sendable {
        var definition: PolicyTable
        var digest: Data?
        /// Why it would be refused; nil where it would not.
        var problem: Problem?

        /// The most that are remembered: a draft is checked at each change, and rows may be many.
        static let limit = 64
    }

    /// Tables whose imported rows do not suit them, as `prepare` would refuse them.
    ///
    /// - Throws: what the store says.
    package func problems(of definitions: [PolicyTable]) async throws -> [(subject: String, problem: Problem)] {
        var problems: [(subject: String, problem: Problem)] = []
        for definition in definitions {
            if let problem = try await problem(of: definition) {
                problems.append(("table:\(definition.name)", problem))
            }
        }
        return problems
    }

    private func problem(of definition: PolicyTable) async throws -> Problem? {
        let digest = try await store.read { try StoredTable.named(definition.name, .live, in: $0) }?.digest
        let known = state.withLock { state in
            state.suitabilities.first { $0.definition == definition && $0.digest == digest }
        }
        if let known { return known.problem }
        var found = Suitability(definition: definition, digest: digest, problem: nil)
        do {
            _ = try await prepare([definition])
        } catch let problem as Problem {
            found.problem = problem
        }
        state.withLock { [found] state in
            state.suitabilities.append(found)
            state.suitabilities.removeFirst(max(0, state.suitabilities.count - Suitability.limit))
        }
        return found.problem
    }
}
