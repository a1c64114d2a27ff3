import ControlProtocol
import GatehouseModel
import TerminalUI

/// The calls as they happen.
enum TrafficScreen: MarkingScreen, FilteringScreen, ColumnScreen, FollowingScreen {
    static let title = "Traffic"
    static let digit = 1
    static let defaultShare = 53
    static let pageSize = 200

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int { state.traffic.shownCount }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        state.traffic.selection.index(in: TrafficRows(state.traffic))
    }

    /// Moving above the newest row follows again; every other movement holds the list.
    static func select(at index: Int, _ state: inout ConsoleState) {
        guard index >= 0 else { return state.traffic.follow() }
        state.traffic.hold()
        let rows = TrafficRows(state.traffic)
        guard rows.count > 0 else { return }
        state.traffic.selection.select(
            rows.id(at: min(index, rows.count - 1)),
            in: rows,
            height: rowsHeight(state)
        )
    }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.traffic.selection.topIndex(in: TrafficRows(state.traffic), height: rowsHeight(state))
    }

    static func finder(_ needle: Needle, _ state: ConsoleState) -> (Int) -> Bool {
        let rows = TrafficRows(state.traffic)
        return { rows.holds(needle, at: $0) }
    }

    static func settle(_ state: inout ConsoleState) {
        guard !state.traffic.isFollowing else { return }
        let rows = TrafficRows(state.traffic)
        let selected = state.traffic.selection.selected
        state.traffic.selection.reconcile(with: rows, height: rowsHeight(state))
        if let selected, rows.index(of: selected) == nil, rows.count > 0 {
            state.say("the oldest rows left the buffer; f with until: brings them back", .info)
        }
    }

    static func hold(_ state: inout ConsoleState) { state.traffic.hold() }

    static func leave(_ state: inout ConsoleState) -> [Effect]? { unpin(&state) }

    static func toggleMark(_ state: inout ConsoleState) {
        state.traffic.hold()
        let rows = TrafficRows(state.traffic)
        state.traffic.selection.toggleMark(in: rows)
        state.traffic.selection.move(by: 1, in: rows, height: rowsHeight(state))
    }

    static func toggleRange(_ state: inout ConsoleState) {
        state.traffic.hold()
        state.traffic.selection.toggleRange(in: TrafficRows(state.traffic))
    }

    static func clearMarks(_ state: inout ConsoleState) { state.traffic.selection.clearMarks() }

    // MARK: The daemon

    static func reload(_ state: inout ConsoleState) -> [Effect] {
        let filter = state.panes[.traffic]?.filter.active
        let isNewFilter = filter != state.traffic.query?.text
        if isNewFilter {
            _ = state.traffic.unpin()
            state.traffic.opensFirst = false
            state.traffic.query = filter.flatMap { try? Query($0, for: CallSummary.self, now: state.daemonTime) }
            state.traffic.filtered = filter == nil ? nil : locallyFiltered(state)
            state.traffic.follow()
        }
        return reloadPinned(state) + [ask(filter, cursor: nil) { .newest(filter: filter, $0) }]
    }

    /// The daemon will send mostly calls that are here already, so these are shown at once.
    private static func locallyFiltered(_ state: ConsoleState) -> CallBuffer {
        var buffer = CallBuffer()
        guard let query = state.traffic.query else { return buffer }
        for row in state.traffic.all.rows {
            guard let call = row.call, query.matches(call) else { continue }
            buffer.insert(call)
        }
        return buffer
    }

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        guard case .call(let call) = event.body else { return [] }
        state.traffic.all.insert(call)
        if state.traffic.pinned?.includes(call) ?? false { state.traffic.pinned?.buffer.insert(call) }
        if let query = state.traffic.query, query.matches(call) { state.traffic.filtered?.insert(call) }
        return []
    }

    /// Adds a row for lost events at their time.
    static func noteGap(_ gap: Event.Gap, at time: Timestamp, _ state: inout ConsoleState) {
        let from = state.traffic.lastEventAt ?? time
        let key = TrafficKey(CallID(at: time, using: &state.dice), isGap: true)
        state.traffic.all.insert(.gap(key: key, count: max(0, gap.to - gap.from), from: from, to: time))
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        guard state.connection.phase == .live, !state.traffic.isFollowing, state.traffic.pinned == nil else {
            return []
        }
        guard case .more(let cursor) = state.traffic.active.older, let oldest = state.traffic.active.rows.first else {
            return []
        }
        let index = selectedIndex(state) ?? 0
        guard count(state) - index < rowsHeight(state) * 2 else { return [] }
        state.traffic.changeStream { $0.older = .reading }
        let filter = state.traffic.query?.text
        let beyond = cursor == nil ? until(oldest.key.id.time, filter) : filter
        return [ask(beyond, cursor: cursor) { .older(filter: filter, $0) }]
    }

    /// The filter combined with an upper bound in time. The bound includes its own millisecond; known calls are
    /// inserted only once.
    private static func until(_ time: Timestamp, _ filter: String?) -> String {
        let bound = "until:\"\(Timestamp(milliseconds: time.milliseconds + 1))\""
        return filter.map { "(\($0)) \(bound)" } ?? bound
    }

    private static func ask(
        _ filter: String?,
        cursor: String?,
        _ message: @escaping @Sendable (Result<Page<CallSummary>, ControlError>) -> TrafficMessage
    ) -> Effect {
        .ask(Ask(ListCalls(filter: filter, limit: pageSize, cursor: cursor)) { .traffic(message($0)) })
    }

    static func update(_ message: TrafficMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .newest(let filter, let result) where filter == state.traffic.query?.text: newest(result, &state)
        case .older(let filter, let result) where filter == state.traffic.query?.text: older(result, &state)
        case .person(let call, let result): person(of: call, result, &state)
        case .newest, .older: break
        }
        return []
    }

    private static func newest(_ result: Result<Page<CallSummary>, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .failure(let error): state.say("cannot read the calls: \(error)", .bad)
        case .success(let page):
            let isFirst = state.traffic.stream.rows.isEmpty
            state.traffic.changeStream { buffer in
                for call in page.items { buffer.insert(call) }
                let reachesBack = page.items.last.map { TrafficKey($0.id) == buffer.rows.first?.key } ?? true
                if isFirst || reachesBack { buffer.older = page.next.map { .more(cursor: $0) } ?? .none }
            }
            if state.traffic.opensFirst { state.traffic.hold() }
            state.traffic.opensFirst = false
        }
    }

    private static func older(_ result: Result<Page<CallSummary>, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .failure(let error):
            state.traffic.changeStream { $0.older = .more(cursor: nil) }
            state.say("cannot read older calls: \(error)", .bad)
        case .success(let page):
            state.traffic.changeStream { buffer in
                let before = buffer.rows.count
                buffer.insertOlder(page.items)
                let grew = buffer.rows.count > before
                buffer.older = page.next.map { .more(cursor: $0) } ?? (grew ? .more(cursor: nil) : .none)
            }
        }
    }

    // MARK: Filter

    static let filterHint = "outcome:block endpoint:* email:*@*.example issuer: took:>50ms since:1h -retry:yes"

    static func filterFields(_ state: ConsoleState) -> QueryFields { CallSummary.queryFields }

    static func filterProblem(_ text: String) -> String? {
        do throws(QueryError) {
            _ = try Query(text, for: CallSummary.self, now: Timestamp(milliseconds: 0))
            return nil
        } catch { return error.description }
    }

    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount? {
        guard let query = try? Query(text, for: CallSummary.self, now: state.daemonTime) else { return nil }
        return FilterCount(newestFirst: state.traffic.all.rows.reversed()) { $0.call.map(query.matches) ?? false }
    }

    // MARK: Details

    static func wanted(_ state: ConsoleState) -> [Wanted] {
        guard !state.traffic.isFollowing, let id = state.traffic.selectedRow?.call?.id else { return [] }
        var wanted = [Wanted("call/\(id)", GetCall(id: id.description)) { .call($0) }]
        if state.pane.tab == signUpTab, let code = signUpCode(state) {
            wanted.append(Wanted("sign-up/\(code)", GetSignUp(id: code.description)) { .signUp($0) })
        }
        return wanted
    }
}
