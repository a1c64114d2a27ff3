import ControlProtocol
import GatehouseModel
import TerminalUI

/// The accounts of the local directory, newest first.
enum AccountsView: FlowsFeedView {
    static var feed: WritableKeyPath<FlowsState, Feed<Account>> { \.accounts }

    /// Holds the rows too: unlike the rows of a detail, which are held while it has the focus, these are the list.
    static func select(at index: Int, height: Int, _ state: inout ConsoleState) {
        state.flows.accounts.hold(true)
        moveCursor(to: index, height: height, &state)
    }

    static func rows(_ state: ConsoleState) -> FeedRows<Account> {
        AccountCell.rows(
            state.flows.accounts.rows,
            isMasked: state.isMasked,
            now: state.daemonTime,
            search: search(state)
        )
    }

    static func more(_ state: inout ConsoleState) -> [Effect] {
        let filter = state.panes[.flows]?.filter.active.flatMap { FlowsScreen.isFor(Account.self, $0) ? $0 : nil }
        state.flows.accounts.show("all", filter: filter)
        guard let cursor = wanted(&state) else { return [] }
        let request = ListAccounts(filter: filter, limit: FlowsScreen.pageSize, cursor: cursor)
        return [.ask(Ask(request) { .flows(.accounts(filter: filter, isMore: cursor != nil, $0)) })]
    }

    static func draw(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        let rows = rows(state)
        guard rows.count > 0 else {
            let lines =
                state.flows.accounts.failure.map { ["The accounts cannot be read.", $0] }
                ?? (state.flows.accounts.isReading || state.flows.accounts.isOld
                    ? ["Reading…"] : ["No accounts.", "A flow's sign-up that is created leaves one here."])
            return Empty.draw(lines, in: area, on: &frame)
        }
        Table(columns: columns, isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.flows.accounts.selection, in: area, of: &frame)
    }

    static let columns = [
        Column("created", title: "CREATED", minimum: 12, ideal: 12, dropPriority: 3),
        Column("address", title: "ADDRESS", minimum: 22, ideal: 26, weight: 3, truncation: .addressDomain),
        Column("name", title: "NAME", minimum: 12, ideal: 14, weight: 2, dropPriority: 2),
        Column("state", title: "STATE", minimum: 8, ideal: 8),
        Column("flow", title: "FLOW", minimum: 8, ideal: 10, dropPriority: 1),
        Column("from", title: "FROM", minimum: 8, ideal: 8, dropPriority: 5),
        Column("code", title: "SIGN-UP", minimum: 9, ideal: 9, dropPriority: 4),
    ]

    static func table(_ state: ConsoleState) -> [[String]] {
        [["created", "id", "email", "name", "flow", "enabled", "sign_up"]]
            + state.flows.accounts.rows.map {
                [
                    $0.created.description, $0.id, state.shown($0.email), $0.displayName ?? "", $0.flow,
                    String($0.isEnabled), $0.signUp?.description ?? "",
                ]
            }
    }
}

/// An account as shown in each column of the list.
struct AccountCell {
    let account: Account
    let isMasked: Bool
    var now = Timestamp(milliseconds: 0)

    static func rows(
        _ accounts: [Account],
        isMasked: Bool,
        now: Timestamp = Timestamp(milliseconds: 0),
        search: String = ""
    ) -> FeedRows<Account> {
        FeedRows(records: accounts, search: search, words: words) { account, column in
            AccountCell(account: account, isMasked: isMasked, now: now).span(column)
        }
    }

    static func words(_ account: Account) -> String {
        [account.email, account.displayName ?? "", account.flow, account.id, account.signUp?.description ?? ""]
            .joined(separator: " ")
    }

    private func span(_ column: String) -> Span {
        switch column {
        case "created": Span(SafeText(Words.moment(account.created, now: now)), .dim)
        case "address":
            Span(SafeText(isMasked ? Masking.email(account.email) : account.email), account.isEnabled ? .text : .dim)
        case "name": Span(SafeText(account.displayName ?? "-"), account.isEnabled ? .text : .dim)
        case "flow": Span(SafeText(account.flow), .dim)
        case "from": Span(SafeText(Words.issuer(account.identities.first?.issuer)), .dim)
        case "state": Span(SafeText(account.isEnabled ? "enabled" : "disabled"), account.isEnabled ? .ok : .warn)
        case "code": Span(SafeText(account.signUp?.description ?? "-"), .dim)
        default: Span("", .text)
        }
    }
}
