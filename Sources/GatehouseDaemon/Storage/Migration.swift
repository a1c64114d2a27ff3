/// One numbered step of a store's schema, contributed by the folder whose tables it makes.
///
/// A released step is never edited, renamed or moved; a new one is added.
struct Migration: Sendable, Hashable {
    /// The name under which the file remembers that it has taken this step.
    let identifier: String
    /// Statements that run in one transaction.
    let sql: String

    init(_ identifier: String, _ sql: String) {
        self.identifier = identifier
        self.sql = sql
    }
}
