package import ControlProtocol
import Foundation
package import PolicyEngine
import Synchronization

/// Checks whether imported rows fit the tables as a document defines them.
extension TableBook {
    /// The result of checking one definition against one import.
    struct Suitability: Sendable {
        var definition: PolicyTable
        var digest: Data?
        /// Why it would be refused; nil if it would not.
        var problem: Problem?

        /// The maximum number of results kept, because a draft is checked at each change and a table may have many
        /// rows.
        static let limit = 64
    }

    /// Tables whose imported rows do not fit their definitions, with the problem that `prepare` would throw.
    ///
    /// - Throws: errors of the store.
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
