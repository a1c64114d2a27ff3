import ControlProtocol
import GatehouseModel

/// The counts of an import in progress.
struct ImportTally: Sendable {
    var lines: Int
    var added = 0
    var updated = 0
    var unchanged = 0
    var removed = 0
    var repeated = 0
    /// Entries in the file that people edited by hand and that stay unchanged.
    var byHand = 0
    /// Entries in the file that people removed by hand and that stay removed.
    var keptOut = 0
    var change: Int?
    var exactDomains: Int
    var warnings: [ImportReport.BadLine]

    init(_ reader: ImportReader) {
        lines = reader.lines
        exactDomains = reader.exactDomains
        warnings = reader.warnings
    }

    mutating func add(_ chunk: StagingChunk) {
        added += chunk.added
        updated += chunk.updated
        unchanged += chunk.unchanged
        byHand += chunk.byHand
        keptOut += chunk.keptOut
    }

    /// Entries in the file that already existed.
    var matched: Int { updated + unchanged }
    var changesAnything: Bool { added + updated + removed > 0 }

    /// For the audit log.
    func facts(_ options: ImportOptions, change: Int) -> JSONValue {
        .object([
            "source": .string(options.source), "as_of": options.asOf.map { .string($0.description) } ?? .null,
            "mode": .string(options.mode.rawValue), "kept_out": .int(Int64(keptOut)), "change": .int(Int64(change)),
            "lines": .int(Int64(lines)), "added": .int(Int64(added)), "updated": .int(Int64(updated)),
            "unchanged": .int(Int64(unchanged)), "removed": .int(Int64(removed)), "repeated": .int(Int64(repeated)),
        ])
    }
}

extension ImportReport {
    /// - Parameter reader: has the bad lines; nil if there are none.
    init(list: ListSummary, _ tally: ImportTally, _ reader: ImportReader?, dryRun: Bool) {
        self.init(
            list: list,
            lines: tally.lines,
            added: tally.added,
            updated: tally.updated,
            unchanged: tally.unchanged,
            removed: tally.removed,
            repeated: tally.repeated,
            badLines: reader?.badLines ?? 0,
            keptOut: tally.keptOut,
            bad: reader?.bad ?? [],
            exactDomains: tally.exactDomains,
            warnings: tally.warnings,
            change: tally.change,
            dryRun: dryRun
        )
    }
}

extension ImportReader {
    /// The entries, sorted and without repetitions; the reader then has none.
    mutating func takeSortedDraft() -> ImportDraft {
        var sorted = draft
        clearDraft()
        sorted.sort()
        return sorted
    }
}
