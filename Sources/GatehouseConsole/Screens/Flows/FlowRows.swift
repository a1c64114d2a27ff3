import ControlProtocol
import GatehouseModel
package import TerminalUI

/// The user flows as a table, with numbers for how far sign-ups came.
package struct FlowRows: TableRows {
    private let flows: [FlowSummary]
    var search = ""

    init(_ state: FlowsState) { flows = state.flows }

    package var count: Int { flows.count }
    package func id(at index: Int) -> String { flows[index].id }
    package func index(of id: String) -> Int? { flows.firstIndex { $0.id == id } }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !text(at: index).lowercased().contains(search) ? nil : .match
    }

    func text(at index: Int) -> String {
        ([flows[index].flow.name] + flows[index].flow.identityProviders).joined(separator: " ")
    }

    package func cell(at index: Int, column: String) -> Span {
        let funnel = flows[index].funnel24h
        switch column {
        case "flow": return Span(SafeText(flows[index].flow.name), .text)
        case "started": return number(funnel.started, .text)
        case "step1": return number(funnel.passedStep1, .dim)
        case "form": return number(funnel.submitted, .dim)
        case "step2": return number(funnel.passedStep2, .dim)
        case "created": return number(funnel.created, .allowed)
        case "blocked": return number(funnel.blocked, .denied)
        case "invalid": return number(funnel.invalid, .warn)
        case "failed": return number(funnel.failed, .error)
        case "share": return Span(FunnelLines.share(funnel), .chart1)
        default: return Span("", .text)
        }
    }

    private func number(_ count: Int, _ role: TerminalUI.Role) -> Span {
        Span(SafeText(Words.count(count)), count == 0 ? .dim : role)
    }
}

/// The connectors as a table.
package struct ConnectorRows: TableRows {
    private let connectors: [ConnectorSummary]
    private let probing: Set<String>
    var now = Timestamp(milliseconds: 0)
    var search = ""

    init(_ state: FlowsState) {
        connectors = state.connectors
        probing = Set(state.probing.keys)
    }

    package var count: Int { connectors.count }
    package func id(at index: Int) -> String { connectors[index].name }
    package func index(of id: String) -> Int? { connectors.firstIndex { $0.name == id } }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !text(at: index).lowercased().contains(search) ? nil : .match
    }

    func text(at index: Int) -> String {
        let connector = connectors[index]
        return ([connector.name, connector.url] + connector.steps).joined(separator: " ")
    }

    package func cell(at index: Int, column: String) -> Span {
        let connector = connectors[index]
        switch column {
        case "connector": return Span("⇢ \(connector.name)", .text)
        case "state":
            return probing.contains(connector.name)
                ? Span("probing…", .pending) : Span(SafeText(connector.word), connector.role)
        case "rate": return Span(SafeText(Words.rate(connector.callsPerSecond)), .text)
        case "p95": return Span(SafeText(connector.calls24h == 0 ? "-" : Words.took(connector.p95Ms)), .dim)
        case "failed":
            let text = "\(Words.count(connector.failures24h))/\(Words.count(connector.calls24h))"
            return Span(SafeText(text), connector.failures24h > 0 ? .error : .dim)
        case "certificate":
            let certificate = Certificate(connector.certificateExpires, now: now)
            return Span(SafeText(certificate.short), certificate.role)
        case "steps":
            return Span(SafeText(connector.steps.isEmpty ? "-" : connector.steps.joined(separator: " ")), .dim)
        case "url": return Span(SafeText(connector.url), .dim)
        default: return Span("", .text)
        }
    }
}

extension ConnectorSummary {
    /// The state in one word; `forced` if only a person's decision permits steps to call it.
    var word: String { forcedBy != nil && state != .ready ? "forced" : state.rawValue }

    var role: TerminalUI.Role {
        switch state {
        case .ready: .ok
        case .failing: .error
        case .unproved: .warn
        }
    }
}

/// A sign-up as shown in each column of the list.
struct SignUpCell {
    let signUp: SignUp
    let isMasked: Bool
    let now: Timestamp

    static func rows(_ signUps: [SignUp], isMasked: Bool, now: Timestamp, search: String = "") -> FeedRows<SignUp> {
        FeedRows(records: signUps, search: search, words: words) { signUp, column in
            SignUpCell(signUp: signUp, isMasked: isMasked, now: now).span(column)
        }
    }

    static func words(_ signUp: SignUp) -> String {
        [
            signUp.code.description, signUp.email ?? "", signUp.displayName ?? "", signUp.issuer ?? "",
            signUp.stage.rawValue, signUp.problem ?? "", signUp.message ?? "",
        ].joined(separator: " ")
    }

    private func span(_ column: String) -> Span {
        switch column {
        case "time": return Span(SafeText(started), .dim)
        case "person": return Span(SafeText(person), signUp.email == nil ? .dim : .text)
        case "name": return Span(SafeText(signUp.displayName ?? "-"), .text)
        case "from": return Span(SafeText(Words.issuer(signUp.issuer)), .dim)
        case "stage": return Span(SafeText(signUp.stage.rawValue), Self.role(signUp.stage))
        case "back":
            let count = signUp.validations
            return Span(SafeText(count == 0 ? "-" : "\(count)×"), count == 0 ? .dim : .warn)
        case "took": return Span(SafeText(Words.length(signUp.updated.since(signUp.started))), .dim)
        case "code": return Span(SafeText(signUp.code.description), .dim)
        case "why":
            return Span(SafeText(signUp.problem ?? signUp.message ?? "-"), signUp.problem == nil ? .dim : .error)
        default: return Span("", .text)
        }
    }

    /// The time for sign-ups of the last day, the date for older ones.
    private var started: String {
        now.since(signUp.started) < .seconds(86_400) ? Words.clock(signUp.started) : Words.day(signUp.started, now: now)
    }

    private var person: String {
        guard let email = signUp.email, !email.isEmpty else { return "-" }
        return isMasked ? Masking.email(email) : email
    }

    static func role(_ stage: SignUp.Stage) -> TerminalUI.Role {
        switch stage {
        case .created: .allowed
        case .blocked: .denied
        case .failed: .error
        case .abandoned: .dim
        case .step1, .form, .step2, .writing: .pending
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

/// The moments of a sign-up as a table.
struct MomentRows: TableRows {
    let moments: [SignUpDetail.Moment]
    var search = ""

    var count: Int { moments.count }
    func id(at index: Int) -> Int { index }
    func index(of id: Int) -> Int? { moments.indices.contains(id) ? id : nil }

    func highlight(at index: Int) -> TerminalUI.Role? {
        search.isEmpty || !text(at: index).lowercased().contains(search) ? nil : .match
    }

    func text(at index: Int) -> String {
        let moment = moments[index]
        return [moment.what, moment.call?.endpoint ?? "", moment.call?.code.description ?? ""].joined(separator: " ")
    }

    func cell(at index: Int, column: String) -> Span {
        let moment = moments[index]
        switch column {
        case "time": return Span(SafeText(Words.preciseClock(moment.time)), .dim)
        case "after":
            let before = index == 0 ? moment.time : moments[index - 1].time
            return Span(SafeText(index == 0 ? "" : "+" + Words.length(moment.time.since(before))), .dim)
        case "what": return what(moment)
        case "outcome":
            return moment.call.map { Span(SafeText($0.outcome.rawValue), TrafficCell.role($0.outcome)) }
                ?? Span("", .dim)
        case "took": return Span(SafeText(moment.call.map { Words.took($0.tookMs) } ?? ""), .dim)
        case "status": return Span(SafeText(moment.call.map { String($0.status) } ?? ""), .dim)
        case "code": return Span(SafeText(moment.call?.code.description ?? ""), .dim)
        default: return Span("", .text)
        }
    }

    private func what(_ moment: SignUpDetail.Moment) -> Span {
        guard let call = moment.call else { return Span(SafeText(moment.what), .text) }
        return Span((call.direction == .outbound ? "⇢ " : "→ ") + SafeText(moment.what), .title)
    }
}
