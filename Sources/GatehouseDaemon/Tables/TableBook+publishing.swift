import Foundation
import PolicyEngine
import Synchronization

extension TableBook {
    /// New rows of a table that are on stable storage.
    struct Replacement: Sendable {
        var stored: StoredTable
        /// The import whose file is no longer needed.
        var stale: StoredTable?
    }

    /// Makes committed rows effective, on the writer's thread. Another daemon's imports are to come in here too.
    ///
    /// - Parameter table: nil if the rows are those that are in force, with a new source or date.
    func publish(_ name: String, _ replacement: Replacement, _ table: ReferenceTable?) {
        state.withLock { state in
            guard state.shelves[name] != nil else { return }
            state.shelves[name]?.stored = replacement.stored
            state.shelves[name]?.problem = nil
            if let table { tables.replace(name, with: table) }
        }
        if let stale = replacement.stale { file(stale).remove() }
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
