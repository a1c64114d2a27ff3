/// What the stores held at one moment.
struct LedgerRecord: Sendable, Codable, Equatable {
    /// One file of the journal.
    struct JournalFile: Sendable, Codable, Equatable {
        var number: Int
        /// Sequence numbers of the first and last call; 0 without calls.
        var first: Int64
        var last: Int64
    }

    /// The maximum number of segments recorded; older ones are not checked.
    static let segmentLimit = 8192

    /// The identity of state.db.
    var store: String
    /// Changes of state.db, counted since it was made.
    var commits: Int64
    /// The sequence number of the newest call.
    var last: Int64
    /// In order of their numbers.
    var segments: [JournalFile]
    /// Write-ahead logs that must still exist, relative to the state directory. Empty after an orderly end, which moves
    /// them into their files.
    var logs: [String]
}
