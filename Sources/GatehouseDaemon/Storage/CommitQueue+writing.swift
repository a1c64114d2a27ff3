internal import Dispatch
internal import GRDB
internal import Synchronization

/// What the writer's thread does.
extension CommitQueue {
    func work() {
        var backlog: ArraySlice<CommitItem> = []
        var checkpoints = Checkpoints(store.logPages)
        while true {
            for answer in takeEchoes() { answer() }
            if let redirect = takeRedirect() {
                let former = swap(to: redirect.store)
                checkpoints = Checkpoints(redirect.store.logPages)
                redirect.atSwitch()
                redirect.done(former)
            }
            if backlog.isEmpty { backlog = takeWaiting()[...] }
            if backlog.isEmpty {
                guard sleep(checkpoints: &checkpoints) else { return finish() }
                continue
            }
            let batch = nextBatch(from: &backlog)
            write(batch, checkpoints: &checkpoints)
        }
    }

    private func takeRedirect() -> Redirect? {
        state.withLock { state in
            defer { state.redirect = nil }
            return state.redirect
        }
    }

    private func takeEchoes() -> [@Sendable () -> Void] {
        state.withLock { state in
            defer { state.echoes = [] }
            return state.echoes
        }
    }

    private func takeWaiting() -> [CommitItem] {
        state.withLock { state in
            defer { state.items = [] }
            return state.items
        }
    }

    private func swap(to store: SQLiteStore) -> SQLiteStore {
        state.withLock { state in
            defer { state.store = store }
            return state.store
        }
    }

    /// Waits for work. Returns false if the queue is closing and nothing is left.
    private func sleep(checkpoints: inout Checkpoints) -> Bool {
        let isClosing = state.withLock { state -> Bool? in
            guard state.items.isEmpty, state.redirect == nil, state.echoes.isEmpty else { return nil }
            state.isAsleep = true
            return state.isClosing
        }
        guard let isClosing else { return true }
        if isClosing { return false }
        guard checkpoints.hasWork else {
            wake.wait()
            return true
        }
        if wake.wait(timeout: .now() + .seconds(2)) == .timedOut {
            store.pool.writeWithoutTransaction { checkpoints.run($0) }
        }
        return true
    }

    private func nextBatch(from backlog: inout ArraySlice<CommitItem>) -> ArraySlice<CommitItem> {
        var bytes = 0
        var count = 0
        for item in backlog {
            if count == limits.batch || count > 0 && bytes + item.weight > limits.batchBytes { break }
            bytes += item.weight
            count += 1
        }
        let batch = backlog.prefix(count)
        backlog.removeFirst(count)
        state.withLock { state in
            state.waiting -= count
            state.waitingBytes -= bytes
        }
        return batch
    }

    private func write(_ items: ArraySlice<CommitItem>, checkpoints: inout Checkpoints) {
        do {
            let fates = try commit(items, checkpoints: &checkpoints)
            note(nil)
            hooks.didCommit()
            for (item, fate) in zip(items, fates) {
                switch fate {
                case .done(let complete): complete()
                case .failed(let error): item.fail(error)
                }
            }
        } catch {
            note(error)
            for item in items { item.fail(error) }
        }
        hooks.didComplete()
        store.pool.writeWithoutTransaction { checkpoints.runIfDue($0) }
    }

    private func commit(
        _ items: ArraySlice<CommitItem>,
        checkpoints: inout Checkpoints
    ) throws(StorageFailure) -> [CommitBatch.Fate] {
        // After a failed fsync the state of the file is unknown: further writes might be acknowledged and lost.
        if case .syncFailed(let text) = failure { throw .syncFailed(text) }
        let batch = CommitBatch(items: items, hooks: hooks)
        do {
            return try attempt(batch)
        } catch {
            switch error {
            case .full:
                guard hooks.makeRoom() else { throw error }
            case .damaged:
                guard let replacement = hooks.damaged(error) else { throw error }
                _ = swap(to: replacement)
                checkpoints = Checkpoints(replacement.logPages)
            default: throw error
            }
            return try attempt(batch)
        }
    }

    private func attempt(_ batch: CommitBatch) throws(StorageFailure) -> [CommitBatch.Fate] {
        let result: Result<[CommitBatch.Fate], StorageFailure> = store.pool.writeWithoutTransaction { db in
            Result { () throws(StorageFailure) in try batch.commit(db) }
        }
        return try result.get()
    }

    private func note(_ failure: StorageFailure?) {
        let changed = state.withLock { state in
            defer { state.failure = failure }
            return state.failure != failure
        }
        if changed { hooks.healthChanged(failure) }
    }

    /// Checkpoints the log and closes the file.
    private func finish() {
        let store = store
        store.pool.writeWithoutTransaction { db in _ = try? db.checkpoint(.truncate) }
        try? store.close()
        let late = takeWaiting()
        for item in late { item.fail(StorageFailure.closed) }
    }
}
