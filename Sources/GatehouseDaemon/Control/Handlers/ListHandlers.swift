import ControlProtocol
import GatehouseModel
import PlainText
import PolicyEngine

/// Handlers for lists and their entries.
enum ListHandlers {
    @Sendable static func lists(_ request: ListLists, _ exchange: Exchange) async throws -> Page<ListSummary> {
        Page(items: try await exchange.services.lists.summaries(at: exchange.now))
    }

    @Sendable static func list(_ request: GetList, _ exchange: Exchange) async throws -> ListSummary {
        try await summary(request.name, exchange)
    }

    @Sendable static func entries(_ request: ListEntries, _ exchange: Exchange) async throws -> Page<ListEntry> {
        let scope = ["entries", request.name, request.contains]
        let page = try await exchange.services.lists.entries(
            of: request.name,
            contains: request.contains,
            isMasked: exchange.caller.seesMasked,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func add(_ request: AddEntries, _ exchange: Exchange) async throws -> EntriesChanged {
        try await exchange.services.lists.add(
            request.entries,
            to: request.name,
            by: exchange.caller.actor,
            dryRun: request.dryRun,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func remove(_ request: RemoveEntries, _ exchange: Exchange) async throws -> EntriesChanged {
        try await exchange.services.lists.remove(
            request.entries,
            from: request.name,
            by: exchange.caller.actor,
            dryRun: request.dryRun,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func edit(_ request: EditEntry, _ exchange: Exchange) async throws -> EntriesChanged {
        try await exchange.services.lists.change(
            request.entry,
            in: request.name,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func undo(
        _ request: UndoListChange,
        _ exchange: Exchange,
        progress: @escaping @Sendable (Int) -> Void
    ) async throws -> EntriesChanged {
        try await exchange.services.lists.undo(
            request.change,
            in: request.name,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            progress: progress,
            at: exchange.now
        )
    }

    /// All matches in the order in which lists decide: allow, deny, approve, then those that only rules use.
    @Sendable static func check(_ request: CheckValue, _ exchange: Exchange) async throws -> CheckReply {
        try Self.requireSight(of: try EntryPattern(request.value), exchange)
        let question = try Question(value: request.value)
        let snapshot = exchange.services.snapshot()
        let now = exchange.services.clock.due(exchange.now)
        let matches = snapshot.matches(question, at: now)
        let decider = snapshot.judgement(on: question, at: now).considered.first { $0.result != .passed }
        let entries = try await exchange.services.lists.entries(withIDs: matches.map(\.match.id))
        let order: [ListEffect] = [.allow, .deny, .approve, .none]
        var reply = CheckReply(value: try EntryPattern(request.value).notation, matches: [])
        for effect in order {
            for match in matches where match.effect == effect {
                // An entry removed between the two look-ups no longer matches.
                guard let entry = entries[match.match.id] else { continue }
                let decides = decider?.name == match.list && decider?.entry == entry.entry
                reply.matches.append(.init(list: match.list, effect: effect, entry: entry, decides: decides))
            }
        }
        return reply
    }

    @Sendable static func impact(_ request: GetImpact, _ exchange: Exchange) async throws -> Impact {
        let pattern = try EntryPattern(request.entry)
        try Self.requireSight(of: pattern, exchange)
        let days = request.days ?? 7
        async let impact = exchange.services.journal.impact(of: pattern, days: days, at: exchange.now)
        async let waiting = exchange.services.approvals.waiting(matching: pattern)
        return Impact(
            entry: pattern.notation,
            explanation: pattern.explanation,
            days: days,
            calls: try await impact.calls,
            people: try await impact.people,
            outcomes: try await impact.outcomes,
            waiting: try await waiting.items,
            waitingCount: try await waiting.count,
            unknown: try await impact.unknown,
            remarks: pattern.kind == .cidr ? [networkRemark] : [],
            complete: try await impact.complete
        )
    }

    /// Viewers see no local parts and no claims, so they may not search for one either.
    private static func requireSight(of pattern: EntryPattern, _ exchange: Exchange) throws(Problem) {
        switch pattern.kind {
        case .domain, .subtree, .children, .issuer, .cidr: return
        case .email, .pattern, .value: break
        }
        try exchange.requireSight(
            of: "asking about \(pattern.kind == .value ? "a claim's value" : "an address")",
            instead: "ask about a domain, an identity provider or an IP address"
        )
    }

    private static let networkRemark =
        "whom a network would match among those who wait is only known where the claim ipAddress came"

    /// The list that an `If-Match` refers to.
    @Sendable static func current<Request: ControlRequest>(
        _ request: Request,
        _ exchange: Exchange
    ) async throws -> any Tagged & Encodable {
        try await summary(request.pathValues[0], exchange)
    }

    static func summary(_ name: String, _ exchange: Exchange) async throws -> ListSummary {
        let lists = try await exchange.services.lists.summaries(at: exchange.now)
        guard let list = lists.first(where: { $0.name == name }) else {
            throw Problem(
                .notFound,
                "there is no list \"\(name)\"\(Spelling.question(name, among: lists.map(\.name)))",
                hint: "there are: " + lists.map(\.name).joined(separator: ", ")
            )
        }
        return list
    }
}
