import ControlProtocol
import GatehouseModel

/// Lists and their entries.
enum ListHandlers {
    /// The most entries named in one request; an import takes more.
    private static let mostEntries = 1000

    @Sendable static func lists(_ request: ListLists, _ exchange: Exchange) async throws -> Page<ListSummary> {
        Page(items: try await exchange.services.lists.lists(at: exchange.now))
    }

    @Sendable static func list(_ request: GetList, _ exchange: Exchange) async throws -> ListSummary {
        try await summary(request.name, exchange)
    }

    @Sendable static func entries(_ request: ListEntries, _ exchange: Exchange) async throws -> Page<ListEntry> {
        let scope = ["entries", request.name, request.contains]
        let page = try await exchange.services.lists.entries(
            of: request.name,
            contains: request.contains,
            limit: request.limit ?? 100,
            cursor: try Cursor.open(request.cursor, for: scope)
        )
        return page.sealed(for: scope)
    }

    @Sendable static func add(_ request: AddEntries, _ exchange: Exchange) async throws -> EntriesChanged {
        try check(count: request.entries.count)
        return try await exchange.services.lists.add(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func remove(_ request: RemoveEntries, _ exchange: Exchange) async throws -> EntriesChanged {
        try check(count: request.entries.count)
        return try await exchange.services.lists.remove(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func edit(_ request: EditEntry, _ exchange: Exchange) async throws -> EntriesChanged {
        try await exchange.services.lists.edit(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func undo(_ request: UndoListChange, _ exchange: Exchange) async throws -> EntriesChanged {
        try await exchange.services.lists.undo(
            request,
            by: exchange.caller.actor,
            keeping: exchange.recorded(),
            at: exchange.now
        )
    }

    @Sendable static func check(_ request: CheckValue, _ exchange: Exchange) async throws -> CheckReply {
        try await exchange.services.lists.check(request.value, at: exchange.now)
    }

    @Sendable static func impact(_ request: GetImpact, _ exchange: Exchange) async throws -> Impact {
        let pattern = try EntryPattern(request.entry)
        let days = request.days ?? 7
        let since = exchange.now - .seconds(days * 86_400)
        async let reach = exchange.services.calls.reach(of: pattern, since: since)
        async let waiting = exchange.services.approvals.waiting(matching: pattern)
        return Impact(
            entry: pattern.notation,
            explanation: pattern.explanation,
            days: days,
            calls: try await reach.calls,
            people: try await reach.people,
            outcomes: try await reach.outcomes,
            waiting: try await waiting.items,
            waitingCount: try await waiting.count,
            complete: try await reach.isComplete
        )
    }

    /// The list that an `If-Match` speaks of.
    @Sendable static func current<Request: ControlRequest>(
        _ request: Request,
        _ exchange: Exchange
    ) async throws -> any Tagged & Encodable {
        try await summary(request.pathValues[0], exchange)
    }

    static func summary(_ name: String, _ exchange: Exchange) async throws -> ListSummary {
        let lists = try await exchange.services.lists.lists(at: exchange.now)
        guard let list = lists.first(where: { $0.name == name }) else {
            throw Problem(
                .notFound,
                "there is no list \"\(name)\"",
                hint: "there are: " + lists.map(\.name).joined(separator: ", ")
            )
        }
        return list
    }

    private static func check(count: Int) throws(Problem) {
        guard (1...mostEntries).contains(count) else {
            throw Problem(
                .invalid,
                "\(count) entries were named; name 1 to \(mostEntries)",
                hint: "import a file to add more"
            )
        }
    }
}
