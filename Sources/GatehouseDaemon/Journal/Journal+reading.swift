package import ControlProtocol
package import GatehouseModel

/// Reads recorded calls.
extension Journal {
    /// How long a search or a count may take before it returns what it has.
    package static let timeBox: Duration = .milliseconds(1000)

    /// Calls, newest first.
    ///
    /// A page may contain fewer calls than requested, or none, and still have a cursor for the next page, because a
    /// search stops when its time is up.
    ///
    /// - Parameters:
    ///   - limit: 1 to 1,000.
    ///   - cursor: `next` of the previous page.
    /// - Throws: `Problem` for an invalid cursor; `StorageFailure`.
    package func calls(
        matching filter: Query? = nil,
        limit: Int = 100,
        cursor: String? = nil,
        within time: Duration = Journal.timeBox
    ) async throws -> Page<CallSummary> {
        let before = try cursor.map { text throws(Problem) in try JournalCursor(text).before } ?? Int64.max
        let search = JournalSearch(
            filter: filter.flatMap { $0.isEmpty ? nil : $0 },
            limit: min(max(limit, 1), 1000),
            before: before,
            deadline: .now + time
        )
        let (calls, next) = try await reading { try await search.run($0) }
        return Page(items: calls, next: next?.text)
    }

    /// One call by its id, its code, or the code of its approval request; nil if there is none.
    ///
    /// - Parameter now: decides whether the claims are past retention.
    package func call(_ reference: String, at now: Timestamp) async throws -> CallDetail? {
        guard let place = try await find(reference) else { return nil }
        let kept = try await kept(place)
        guard let kept else { return nil }
        let isShown = isShown(kept.call, at: now) && kept.request != nil
        return CallDetail(
            call: kept.call,
            trace: kept.detail?.trace ?? Trace(),
            message: kept.detail?.message,
            problem: kept.detail?.problem,
            claims: isShown ? kept.request.flatMap { $0.isEmpty ? nil : options.claims(kept.call, $0) } : nil,
            client: kept.detail?.client,
            approval: kept.approval,
            signUp: kept.call.signUp,
            timing: kept.call.direction == .outbound ? kept.detail.map { OutboundStage.timing(in: $0.trace) } : nil,
            bodiesKept: isShown && kept.request?.isEmpty == false
        )
    }

    /// The bodies of one call; nil if there is no such call or its bodies are past retention.
    package func bodies(_ reference: String, at now: Timestamp) async throws -> CallBodies? {
        guard let place = try await find(reference), let kept = try await kept(place),
            let request = kept.request, isShown(kept.call, at: now)
        else { return nil }
        return CallBodies(
            id: kept.call.id,
            request: String(decoding: request, as: UTF8.self),
            response: String(decoding: kept.response ?? [], as: UTF8.self)
        )
    }

    /// The calls that `pattern` would have matched in the last `days` days.
    package func impact(
        of pattern: EntryPattern,
        days: Int,
        at now: Timestamp,
        within time: Duration = Journal.timeBox
    ) async throws -> JournalImpact {
        let since = now - .seconds(86_400 * min(max(days, 1), 366))
        let count = ImpactCount(
            pattern: pattern,
            since: since.milliseconds,
            deadline: .now + time,
            bodiesSince: (now - options.retention.bodies).milliseconds,
            claims: options.claims
        )
        return try await reading { try await count.run($0) }
    }

    func find(_ reference: String) async throws -> CallFinder.Place? {
        if let id = CallID(reference) { return try await reading { try await CallFinder(shelved: $0).find(id) } }
        if let code = ReferenceCode(reference) {
            return try await reading { try await CallFinder(shelved: $0).find(code) }
        }
        return nil
    }

    /// Runs `read`; if a segment turns out to be damaged or has been removed, runs it once more without that segment.
    private func reading<Value>(_ read: ([SegmentShelf.Shelved]) async throws -> Value) async throws -> Value {
        let readable = shelf.all.filter { !$0.segment.isDamaged }
        do {
            return try await read(readable)
        } catch StorageFailure.closed {
            return try await read(shelf.all.filter { !$0.segment.isDamaged })
        } catch StorageFailure.damaged(let text) {
            for shelved in readable where shelved.segment.isDamaged {
                lost("\(shelved.segment.path) is damaged and left out: \(text); its calls are not shown")
            }
            return try await read(shelf.all.filter { !$0.segment.isDamaged })
        }
    }

    /// Whether a call's bodies and claims are still shown.
    func isShown(_ call: CallSummary, at now: Timestamp) -> Bool {
        call.time >= now - options.retention.bodies
    }

    func kept(_ place: CallFinder.Place) async throws -> KeptCall? {
        try await place.segment.read { db, names in try KeptCall.fetch(place.sequence, db, names) }
    }
}
