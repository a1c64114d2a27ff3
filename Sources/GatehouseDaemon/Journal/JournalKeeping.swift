internal import Foundation
package import GatehouseModel
internal import Synchronization

// Starts new segments and removes old calls on time.
extension Journal {
    /// Maintains the journal until the task is cancelled: checks once a second whether a new segment is due, and once a
    /// minute what is past retention. Run it in the daemon's task group.
    ///
    /// - Parameter due: the time that retention counts by.
    package func keep(clock: @Sendable () -> Timestamp = { .now }, due: @Sendable () -> Timestamp) async {
        var ticks = 0
        while !Task.isCancelled {
            let now = clock()
            let isRetentionDue = ticks % 60 == 0
            await attempt {
                try await self.rotateIfDue(at: now)
                if isRetentionDue { try await self.applyRetention(at: due()) }
            }
            ticks += 1
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Begins a new segment if the day has changed or the current one is too large.
    package func rotateIfDue(at now: Timestamp) async throws {
        guard let newest = shelf.newest, newest.tally.calls > 0 else { return }
        let isOtherDay = now.milliseconds / 86_400_000 != newest.tally.oldest / 86_400_000
        let isFull = newest.tally.callsCounted >= max(options.retention.mostCalls / 8, 1000)
        guard isOtherDay || isFull || size(of: newest.segment.path) >= options.segmentBytes else { return }
        try await rotate()
    }

    /// Removes segments that are past retention, and wipes bodies that are past theirs.
    package func applyRetention(at now: Timestamp) async throws {
        var kept = shelf.all.reduce(0) { $0 + $1.tally.callsCounted }
        var past: [SegmentShelf.Shelved] = []
        let shelves = shelf.all
        for (shelved, newest) in zip(shelves, Self.newestTimes(of: shelves)).dropLast() {
            let isOld = newest < (now - options.retention.calls).milliseconds
            guard isOld || kept - shelved.tally.callsCounted >= options.retention.mostCalls else { continue }
            kept -= shelved.tally.callsCounted
            past.append(shelved)
        }
        // The ledger must not miss them at the next start.
        if !past.isEmpty { try keeper.withLock { $0 }?.forget(past.map(\.segment.number), self) }
        for shelved in past {
            shelf.remove(shelved.segment)
            shelved.segment.close()
            directory.remove(shelved.segment.path)
        }
        let rest = shelf.all
        for (shelved, newest) in zip(rest, Self.newestTimes(of: rest)).dropLast() where !shelved.segment.isSlim {
            guard newest < (now - options.retention.bodies).milliseconds else { continue }
            let slim = try SegmentWiping.copyWithoutBodies(shelved.segment, in: directory)
            shelf.replace(shelved.segment, with: slim)
            shelved.segment.close()
            directory.remove(shelved.segment.path)
        }
    }

    /// The time of each segment's newest call, in milliseconds since 1970. A segment was written before those that
    /// follow, so a later time than theirs comes from a clock that was ahead and does not count.
    private static func newestTimes(of shelves: [SegmentShelf.Shelved]) -> [Int64] {
        var times: [Int64] = []
        var next = Int64.max
        for shelved in shelves.reversed() {
            times.append(min(shelved.tally.newest, next))
            if shelved.tally.calls > 0 { next = min(next, shelved.tally.oldest) }
        }
        return times.reversed()
    }

    private func attempt(_ work: () async throws -> Void) async {
        var sentence: String?
        do { try await work() } catch { sentence = "the journal could not be tidied: \(error)" }
        let isNews = trouble.withLock { trouble in
            defer { trouble = sentence }
            return sentence != trouble
        }
        if isNews, let sentence { options.alarm(sentence) }
    }

    private func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
