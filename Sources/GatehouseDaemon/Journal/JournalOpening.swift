internal import GatehouseModel

/// The journal as found at start: the tally of each segment, and the newest segment opened for writing.
struct JournalOpening {
    let shelf = SegmentShelf()
    let pen: JournalPen
    let store: SQLiteStore

    init(directory: SegmentDirectory, witness: StoreWitness? = nil, alarm: (String) -> Void) throws {
        let found = try directory.segments()
        for (number, isSlim) in found.dropLast() {
            let segment = Segment(number: number, path: directory.file(number, isSlim: isSlim), isSlim: isSlim)
            guard let facts = try Self.facts(of: segment, recent: 0, directory, alarm) else { continue }
            shelf.append(segment, tally: facts.tally)
        }
        let newest = found.last
        var facts: SegmentFacts?
        var writable: Segment?
        if let newest, !newest.isSlim {
            do {
                let segment = try Segment.writable(
                    newest.number,
                    at: directory.file(newest.number),
                    durability: directory.durability
                )
                facts = try Self.facts(of: segment, recent: 1000, directory, alarm)
                if facts != nil { writable = segment }
            } catch let failure as StorageFailure {
                guard case .damaged = failure else { throw failure }
                Self.setAside(directory.file(newest.number), failure, directory, alarm)
            }
        } else if let newest {
            let segment = Segment(
                number: newest.number,
                path: directory.file(newest.number, isSlim: true),
                isSlim: true
            )
            if let facts = try Self.facts(of: segment, recent: 1000, directory, alarm) {
                shelf.append(segment, tally: facts.tally)
                shelf.seed(facts.recent)
            }
        }
        let segment = try writable ?? directory.create((newest?.number ?? 0) + 1)
        guard let store = segment.store else { throw StorageFailure.closed }
        self.store = store
        shelf.append(segment, tally: facts?.tally ?? SegmentTally())
        shelf.seed(facts?.recent ?? [])
        // A number that a lost call had is not given again: cursors and links name calls by it.
        let last = max(shelf.all.map(\.tally.through).max() ?? 0, witness?.last ?? 0)
        pen = JournalPen(segment: segment, names: facts?.names ?? [:], next: last + 1, shelf: shelf, witness: witness)
    }

    private static func facts(
        of segment: Segment,
        recent: Int,
        _ directory: SegmentDirectory,
        _ alarm: (String) -> Void
    ) throws -> SegmentFacts? {
        do {
            if segment.store == nil { try segment.upgrade() }
            return try segment.facts(recent: recent)
        } catch let failure as StorageFailure {
            guard case .damaged = failure else { throw failure }
            segment.close()
            setAside(segment.path, failure, directory, alarm)
            return nil
        }
    }

    private static func setAside(
        _ file: String,
        _ failure: StorageFailure,
        _ directory: SegmentDirectory,
        _ alarm: (String) -> Void
    ) {
        let kept = directory.setAside(file)
        alarm("a segment of the journal was damaged and is set aside as \(kept): \(failure)")
    }
}
