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
