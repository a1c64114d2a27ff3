/// Keeps a record of the journal's segments outside the journal, so that the next start notices a lost one.
protocol SegmentKeeper: Sendable {
    /// Records the segments that the journal has now. A failure is tried again the next time.
    func write(_ journal: Journal)

    /// The same, without segments that are about to be removed.
    ///
    /// - Throws: `StorageFailure` if it cannot be recorded; then the segments must stay.
    func forget(_ numbers: [Int], _ journal: Journal) throws
}
