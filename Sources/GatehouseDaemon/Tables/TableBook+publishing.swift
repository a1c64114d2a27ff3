import Foundation
import PolicyEngine
import Synchronization

extension TableBook {
    /// A change that is on stable storage.
    struct Change: Sendable {
        var stored: StoredTable
        /// The import whose file is no longer needed.
        var stale: StoredTable?
    }

    /// Runs on the writer's thread.
    func publish(_ name: String, _ change: Change, _ table: ReferenceTable?) {
        state.withLock { state in
            guard state.shelves[name] != nil else { return }
            state.shelves[name]?.stored = change.stored
            state.shelves[name]?.problem = nil
            if let table { tables.replace(name, with: table) }
        }
        if let stale = change.stale { file(stale).remove() }
    }

    func begin(_ name: String) throws -> Shelf {
        let shelf = try require(name)
        let isFree = state.withLock { state in
            guard state.shelves[name]?.isBusy == false else { return false }
            state.shelves[name]?.isBusy = true
            return true
        }
        guard isFree else { throw StateError.conflict("another import of \(name) is running; wait for its end") }
        return shelf
    }

    func end(_ name: String) { state.withLock { $0.shelves[name]?.isBusy = false } }
}
