import ControlProtocol
import GatehouseModel
import TerminalUI

/// Requests of the Flows screen to the daemon, and their replies.
extension FlowsScreen {
    /// The time between two reloads of the counts, while they are shown and while they are not.
    private static let pace = (shown: Duration.seconds(2), hidden: Duration.seconds(30))

    static func reload(_ state: inout ConsoleState) -> [Effect] {
        state.flows.signUps.isOld = true
        state.flows.calls.isOld = true
        state.flows.accounts.isOld = true
        if let opened = state.flows.opened { state.resources.outdate("sign-up/\(opened.id)") }
        return readNumbers(&state)
    }

    static func entered(_ state: inout ConsoleState) -> [Effect] { readNumbers(&state) }

    private static func readNumbers(_ state: inout ConsoleState) -> [Effect] {
        state.flows.refreshAt = nil
        return [
            .ask(Ask(ListFlows()) { .flows(.flows($0)) }), .ask(Ask(ListConnectors()) { .flows(.connectors($0)) }),
        ]
    }

    static func heard(_ event: Event, _ state: inout ConsoleState) -> [Effect] {
        switch event.body {
        case .signUp(let signUp): heard(signUp, &state)
        case .call(let call) where call.direction == .outbound:
            if state.flows.calls.subject == call.endpoint { state.flows.calls.put(call) }
        case .policy: break
        case .call, .hello, .approval, .list, .status, .heartbeat, .gap, .goodbye: return []
        }
        if state.flows.refreshAt == nil {
            state.flows.refreshAt = state.now + (state.screen == .flows ? pace.shown : pace.hidden)
        }
        return []
    }

    private static func heard(_ signUp: SignUp, _ state: inout ConsoleState) {
        state.resources.outdate("sign-up/\(signUp.id)")
        state.resources.outdate("sign-up/\(signUp.code)")
        guard state.flows.signUps.subject == signUp.flow else { return }
        let query = state.flows.signUps.filter.flatMap { try? Query($0, for: SignUp.self, now: state.daemonTime) }
        guard query?.matches(signUp) ?? true else { return }
        state.flows.signUps.put(signUp)
    }

    static func nextWake(_ state: ConsoleState) -> Timestamp? { state.flows.refreshAt }

    static func tick(_ state: inout ConsoleState) -> [Effect] {
        guard let refreshAt = state.flows.refreshAt, refreshAt <= state.now else { return [] }
        guard state.connection.phase == .live else {
            state.flows.refreshAt = nil
            return []
        }
        return readNumbers(&state)
    }

    // MARK: Further rows

    static func more(_ state: inout ConsoleState) -> [Effect] {
        guard state.connection.phase == .live else { return [] }
        let part: Part = state.flows.showsAccounts ? .accounts : detailPart(state)
        return part.view?.more(&state) ?? []
    }

    /// `field:"value"`, without characters that would end the value.
    static func term(_ field: String, _ value: String) -> String {
        "\(field):\"\(value.filter { $0 != "\"" && $0 != "\\" })\""
    }

    static func wanted(_ state: ConsoleState) -> [Wanted] {
        guard let opened = state.flows.opened else { return [] }
        var wanted = [Wanted("sign-up/\(opened.id)", GetSignUp(id: opened.id)) { .signUp($0) }]
        if let account = SignUpTimeline.openedDetail(state)?.signUp.account {
            wanted.append(Wanted("account/\(account)", GetAccount(id: account)) { .account($0) })
        }
        return wanted
    }

    // MARK: Replies

    static func update(_ message: FlowsMessage, _ state: inout ConsoleState) -> [Effect] {
        switch message {
        case .flows(let result): listed(result, "user flows", &state) { $0.flows.flows = $1 }
        case .connectors(let result): listed(result, "connectors", &state) { $0.flows.connectors = $1 }
        case .signUps(let flow, let filter, let isMore, let result)
        where flow == state.flows.signUps.subject && filter == state.flows.signUps.filter:
            state.flows.signUps.listed(result, isMore: isMore)
        case .calls(let connector, let isMore, let result) where connector == state.flows.calls.subject:
            state.flows.calls.listed(result, isMore: isMore)
        case .accounts(let filter, let isMore, let result) where filter == state.flows.accounts.filter:
            state.flows.accounts.listed(result, isMore: isMore)
        case .signUps, .calls, .accounts: break
        case .probed(let name, let result): return probed(name, result, &state)
        case .forced(let name, let result): forced(name, result, &state)
        case .accountChanged(let result): changed(result, &state)
        case .accountErased(let id, let result): erased(id, result, &state)
        }
        return []
    }

    private static func listed<Item: Sendable>(
        _ result: Result<Page<Item>, ControlError>,
        _ what: String,
        _ state: inout ConsoleState,
        _ put: (inout ConsoleState, [Item]) -> Void
    ) {
        switch result {
        case .failure(let error):
            let failure = "the \(what) cannot be read: \(error.problem?.detail ?? error.description)"
            // Reported once, because the counts are requested every few seconds.
            if state.screen == .flows, failure != state.flows.failure { state.say(failure, .bad) }
            state.flows.failure = failure
        case .success(let page):
            put(&state, page.items)
            if state.flows.failure?.contains(what) ?? false { state.flows.failure = nil }
            state.flows.isLoaded = true
        }
    }

    private static func probed(
        _ name: String,
        _ result: Result<ConnectorProbe, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        state.flows.probing[name] = nil
        state.flows.probes[name] = result
        switch result {
        case .failure(let error):
            state.say("\(name) was not probed: \(error.problem?.detail ?? error.description)", .bad)
        case .success(let probe) where probe.succeeded: state.say("\(name) answers as it must", .good)
        case .success(let probe): state.say("\(name) is not proved: \(probe.problem ?? "see the tab Probe")", .warning)
        }
        return readNumbers(&state)
    }

    private static func forced(
        _ name: String,
        _ result: Result<ConnectorSummary, ControlError>,
        _ state: inout ConsoleState
    ) {
        switch result {
        case .failure(let error): state.say("not forced: \(error.problem?.detail ?? error.description)", .bad)
        case .success(let connector):
            if let index = state.flows.connectors.firstIndex(where: { $0.name == name }) {
                state.flows.connectors[index] = connector
            }
            state.say("\(name) is forced: steps call it although no probe proved it", .warning)
        }
    }

    private static func changed(_ result: Result<Account, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .failure(let error): state.say("nothing was changed: \(error.problem?.detail ?? error.description)", .bad)
        case .success(let account):
            if state.flows.accounts.rows.contains(where: { $0.id == account.id }) { state.flows.accounts.put(account) }
            state.resources.finish("account/\(account.id)", .success(.account(account)))
            state.say("\(state.shown(account.email)) is \(account.isEnabled ? "enabled" : "disabled")", .good)
        }
    }

    private static func erased(_ id: String, _ result: Result<Done, ControlError>, _ state: inout ConsoleState) {
        switch result {
        case .failure(let error): state.say("nothing was erased: \(error.problem?.detail ?? error.description)", .bad)
        case .success:
            state.flows.accounts.remove([id])
            state.resources.forget("account/\(id)")
            if let opened = state.flows.opened { state.resources.outdate("sign-up/\(opened.id)") }
            state.say("the account is erased, and what its sign-up kept of the person", .good)
        }
    }

    // MARK: Filter

    static let filterHint = "stage:failed email:*@*.example issuer:google.com validations:>0 since:1h"

    static func filterFields(_ state: ConsoleState) -> QueryFields {
        state.flows.showsAccounts ? Account.queryFields : SignUp.queryFields
    }

    /// Sign-ups and accounts each have their own filter fields.
    static func filterProblem(_ text: String) -> String? {
        guard !isFor(Account.self, text) else { return nil }
        do throws(QueryError) {
            _ = try Query(text, for: SignUp.self, now: Timestamp(milliseconds: 0))
            return nil
        } catch { return error.description }
    }

    static func isFor<Record: QueryRecord>(_ record: Record.Type, _ text: String) -> Bool {
        (try? Query(text, for: record, now: Timestamp(milliseconds: 0))) != nil
    }

    static func filterCount(_ text: String, _ state: ConsoleState) -> FilterCount? {
        guard !state.flows.showsAccounts, let query = try? Query(text, for: SignUp.self, now: state.daemonTime),
            state.flows.signUps.subject != nil
        else { return nil }
        return FilterCount(newestFirst: state.flows.signUps.rows) { query.matches($0) }
    }
}
