package import GatehouseModel

/// Writes calls to the journal and, once they are on stable storage, tells of them.
///
/// The journal commits calls in batches; a batch is told as one, so that a burst costs the event stream one wake-up.
package final class CallRecorder: CallJournal {
    private let journal: Journal
    private let batch: EventBatch

    /// - Parameter batch: the one whose `flush` the journal runs after each of its batches.
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
        // A journal that takes nothing has said so in its own alarm; the caller has its answer already.
        try? journal.amend(entry) { [batch] result in
            if case .success = result { batch.add(.call(summary)) }
        }
    }
}
