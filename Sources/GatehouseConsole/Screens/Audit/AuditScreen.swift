import ControlProtocol
import GatehouseModel
import TerminalUI

/// The audit log, newest first.
enum AuditScreen: FilteringScreen, ColumnScreen, FollowingScreen {
    static let title = "Audit"
    static let digit = 6
    static let defaultShare = 53
    static let pageSize = 200

    static let commands: [Command] = [
        Command("verify", "verify", keys: ["V"], footer: 1, help: "check the whole chain of the audit log") {
            state,
            _ in
            state.say("checking the chain…", .info)
            return [.ask(Ask(VerifyAudit()) { .audit(.verified($0)) })]
        }
    ]

    // MARK: The list

    static func count(_ state: ConsoleState) -> Int { state.audit.records.rows.count }

    static func selectedIndex(_ state: ConsoleState) -> Int? {
        state.audit.records.selection.index(in: AuditRows(state.audit))
    }

    static func select(at index: Int, _ state: inout ConsoleState) {
        // The first row is where the log grows: there the list follows it.
        state.audit.records.hold(index > 0)
        guard count(state) > 0 else { return }
        let id = state.audit.records.rows[min(max(0, index), count(state) - 1)].sequence
        state.audit.records.selection.select(id, in: AuditRows(state.audit), height: rowsHeight(state))
    }

    static func hold(_ state: inout ConsoleState) { state.audit.records.hold(true) }

    static func topIndex(_ state: ConsoleState) -> Int {
        state.audit.records.selection.topIndex(in: AuditRows(state.audit), height: rowsHeight(state))
    }

    static func searchText(at index: Int, _ state: ConsoleState) -> String {
        let record = state.audit.records.rows[index]
        return "\(record.user) \(record.action) \(record.subject)"
    }

    static func settle(_ state: inout ConsoleState) {
        state.audit.records.selection.reconcile(with: AuditRows(state.audit), height: rowsHeight(state))
    }

    // MARK: The daemon

    static func entered(_ state: inout ConsoleState) -> [Effect] { reload(&state) }

    static func reload(_ state: inout ConsoleState) -> [Effect] {
        state.audit.records.reload("all", filter: state.panes[.audit]?.filter.active)
        state.audit.refreshAt = nil
        return ask(&state)
    }

    private static func ask(_ state: inout ConsoleState) -> [Effect] {
        let (filter, height, index) = (state.audit.records.filter, rowsHeight(state), selectedIndex(state) ?? 0)
        guard let cursor = state.audit.records.wanted(cursor: index, height: height) else { return [] }
        let request = ListAudit(filter: filter, limit: pageSize, cursor: cursor)
        return [.ask(Ask(request) { .audit(.listed(filter: filter, isMore: cursor != nil, $0)) })]
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        state.connection.phase == .live ? ask(&state) : []
    }

    /// Decisions and changes of lists leave audit records, which are loaded a moment later.
    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        switch event.body {
        case .approval, .list, .policy:
            if state.screen == .audit, state.audit.refreshAt == nil { state.audit.refreshAt = state.now + .seconds(1) }
        case .hello, .call, .signUp, .status, .heartbeat, .gap, .goodbye: break
        }
        return []
    }

    static func nextWake(_ state: ConsoleState) -> Timestamp? { state.audit.refreshAt }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        guard let refreshAt = state.audit.refreshAt, refreshAt <= state.now else { return [] }
        if state.panes[.audit]?.isDetailFocused == true { state.audit.records.hold(true) }
        guard state.audit.records.isHeld else { return reload(&state) }
        // The reader's rows stay where they are; only the newest ones are asked for.
        state.audit.refreshAt = nil
        let filter = state.audit.records.filter
        return [.ask(Ask(ListAudit(filter: filter, limit: pageSize)) { .audit(.news(filter: filter, $0)) })]
    }

    static func update(_ message: AuditMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .listed(let filter, let isMore, let result) where filter == state.audit.records.filter:
            listed(result, isMore: isMore, &state)
        case .listed: break
        case .news(let filter, .success(let page)) where filter == state.audit.records.filter:
            guard state.audit.records.isHeld else { return reload(&state) }
            state.audit.records.put(newest: page)
        case .news(let filter, .failure) where filter == state.audit.records.filter:
            // Asked again, because no further event may come.
            state.audit.refreshAt = state.now + .seconds(5)
        case .news: break
        case .verified(.failure(let error)): state.say("cannot check the chain: \(error)", .bad)
        case .verified(.success(let found)):
            state.audit.verification = found
            if found.intact {
                state.say(
                    "intact: \(Words.count(found.records, "record")), head \(found.head.prefix(12))…",
                    .good,
                    for: .seconds(15)
                )
            } else {
                let place = found.brokenAt.map { "record \($0)" } ?? "some record"
                state.say("BROKEN at \(place): \(found.detail ?? "no detail")", .bad, for: .seconds(60))
            }
        }
        return []
    }

    private static func listed(
        _ result: Result<Page<AuditRecord>, ControlError>,
        isMore: Bool,
        _ state: inout ConsoleState
    ) {
        state.audit.records.listed(result, isMore: isMore)
        switch result {
        case .failure(let error): state.say("cannot read the audit log: \(error)", .bad)
        case .success:
            state.audit.isLoaded = true
            let follows = !isMore && !state.audit.records.isHeld && state.panes[.audit]?.isDetailFocused != true
            if follows { select(at: 0, &state) }
        }
    }

    // MARK: Filter

    static let filterHint = "user:anna action:approval.* subject:list:* since:1d"

    static func filterFields(_ state: ConsoleState) -> QueryFields { AuditRecord.queryFields }

    static func filterProblem(_ text: String) -> String? { problem(text, in: AuditRecord.queryFields) }

    // MARK: Copying and exporting

    static func copies(_ state: ConsoleState) -> [MenuItem] {
        guard let record = state.audit.selected else { return [] }
        return [
            MenuItem.copy("s", "subject", record.subject),
            MenuItem.copy("u", "user", record.user),
            MenuItem.copy("h", "hash", record.hash),
            MenuItem.copy("l", "line", "\(record.time) \(record.user) \(record.action) \(record.subject)"),
        ].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        [["sequence", "time", "uid", "user", "role", "action", "subject", "hash"]]
            + state.audit.records.rows.map {
                [
                    String($0.sequence), $0.time.description, $0.uid.map(String.init) ?? "", $0.user,
                    $0.role?.rawValue ?? "", $0.action, $0.subject, $0.hash,
                ]
            }
    }
}
