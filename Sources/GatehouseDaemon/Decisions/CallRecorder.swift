import GatehouseModel

/// Writes calls to the journal and publishes them once they are on stable storage.
///
/// The journal commits calls in batches. A batch is published as a whole, so that a burst wakes the event stream only
/// once.
package final class CallRecorder: CallJournal {
    private let journal: Journal
    private let batch: EventBatch

    /// - Parameter batch: the batch of events; the journal must call its `flush` after each of its own batches.
    package init(journal: Journal, batch: EventBatch) {
        self.journal = journal
        self.batch = batch
    }

    package func append(_ entry: JournalEntry, completion: @escaping @Sendable (Result<Void, any Error>) -> Void) {
        do throws(Overloaded) {
            try journal.append(entry) { [batch] result in
                if case .success = result { batch.add(.call(entry.measured())) }
                completion(result.map { _ in })
            }
        } catch {
            completion(.failure(error))
        }
    }

    package func amend(_ entry: JournalEntry) {
        let summary = entry.call
        // If the journal accepts nothing, it has raised its own alarm; the caller already has the answer.
        try? journal.amend(entry) { [batch] result in
            if case .success = result { batch.add(.call(summary)) }
        }
    }
}
