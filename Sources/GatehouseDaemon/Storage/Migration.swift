/// One step of a store's schema, contributed by the folder whose tables it creates.
///
/// A released step is never edited, renamed or moved; changes are new steps.
struct Migration: Sendable, Hashable {
    /// The name by which the file records that the step was done.
    let identifier: String
    /// Statements that run in one transaction.
    let sql: String

    init(_ identifier: String, _ sql: String) {
        self.identifier = identifier
        self.sql = sql
    }
}
