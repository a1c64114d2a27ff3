package import ControlProtocol
package import GatehouseModel
import PolicyEngine

// What the control door asks for, answered by the daemon's parts.

extension StatusBoard: StatusSource {}

extension PolicyOffice: PolicySource {}

/// The journal as the control door reads it.
package struct JournalCalls: CallSource {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    package func calls(filter: Query?, limit: Int, cursor: String?) async throws -> Page<CallSummary> {
        try await journal.calls(matching: filter, limit: limit, cursor: cursor)
    }

    package func call(_ id: String) async throws -> CallDetail? {
        try await journal.call(id, at: .now)
    }

    package func bodies(of id: CallID) async throws -> CallBodies? {
        try await journal.bodies(id.description, at: .now)
    }

    package func reach(of pattern: EntryPattern, since: Timestamp) async throws -> CallReach {
        let now = Timestamp.now
        let days = Int((now.since(since).wholeMilliseconds + 86_399_999) / 86_400_000)
        let impact = try await journal.impact(of: pattern, days: days, at: now)
        return CallReach(
            calls: impact.calls,
            people: impact.people,
            outcomes: impact.outcomes,
            isComplete: impact.complete
        )
    }
}

/// The lists as the control door reads and changes them.
package struct BookOfLists: ListSource {
    private let book: ListBook
    private let policy: PolicyHolder

    package init(_ book: ListBook, policy: PolicyHolder) {
        self.book = book
        self.policy = policy
    }

    package func lists(at now: Timestamp) async throws -> [ListSummary] { try await book.summaries(at: now) }

    package func entries(
        of list: String,
        contains: String?,
        limit: Int,
        cursor: String?
    ) async throws -> Page<ListEntry> {
        try await book.entries(of: list, contains: contains, limit: limit, cursor: cursor)
    }

    package func add(
        _ request: AddEntries,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try await book.add(
            request.entries,
            to: request.name,
            by: actor,
            dryRun: request.dryRun,
            keeping: reply,
            at: now
        )
    }

    package func remove(
        _ request: RemoveEntries,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try await book.remove(
            request.entries,
            from: request.name,
            by: actor,
            dryRun: request.dryRun,
            keeping: reply,
            at: now
        )
    }

    package func edit(
        _ request: EditEntry,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try await book.change(request.entry, in: request.name, by: actor, keeping: reply, at: now)
    }

    package func undo(
        _ request: UndoListChange,
        by actor: Actor,
        keeping reply: RecordedReply<EntriesChanged>?,
        at now: Timestamp
    ) async throws -> EntriesChanged {
        try await book.undo(request.change, in: request.name, by: actor, keeping: reply, at: now)
    }

    package func check(_ value: String, at now: Timestamp) async throws -> CheckReply {
        let question: Question
        do throws(EntryError) {
            question = try Question(value: value)
        } catch {
            throw Problem(.invalid, error.description)
        }
        let snapshot = policy.current.snapshot
        let matches = snapshot.matches(question, at: now)
        let decider = snapshot.judgement(on: question, at: now).considered.first { $0.result != .passed }
        let entries = try await book.entries(withIDs: matches.map(\.match.id))
        return CheckReply(
            value: value.trimmedWhiteSpace.lowercased(),
            matches: matches.compactMap { match in
                entries[match.match.id].map { entry in
                    CheckReply.Match(
                        list: match.list,
                        effect: match.effect,
                        entry: entry,
                        decides: decider?.name == match.list && decider?.entry == entry.entry
                    )
                }
            }
        )
    }

    package func importEntries(
        _ order: ImportOrder,
        from body: ByteStream,
        by actor: Actor,
        at now: Timestamp,
        progress: (Int) async throws -> Void
    ) async throws -> ImportReport {
        let (lines, feed) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let options = ImportOptions(
            format: order.format == .csv ? .csv : .lines,
            replace: order.replace,
            dryRun: order.dryRun,
            source: order.source
        )
        async let report = book.importEntries(
            into: order.list,
            from: body,
            options,
            by: actor,
            feed: feed,
            at: now
        )
        for await line in lines { try await progress(line) }
        return try await report
    }

    package func export(_ list: String) async throws -> ByteStream { ByteStream(try book.export(list)) }
}

extension ListBook {
    /// Imports, and ends the feed of progress however it ends.
    fileprivate func importEntries(
        into list: String,
        from body: ByteStream,
        _ options: ImportOptions,
        by actor: Actor,
        feed: AsyncStream<Int>.Continuation,
        at now: Timestamp
    ) async throws -> ImportReport {
        defer { feed.finish() }
        return try await importEntries(
            into: list,
            from: body,
            options,
            by: actor,
            progress: { feed.yield($0) },
            at: now
        )
    }
}
