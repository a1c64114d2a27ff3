import ControlProtocol
import GatehouseModel
import TerminalUI

/// The state of a connector in words, and what to do about it.
enum ConnectorLines {
    static func state(_ connector: ConnectorSummary, _ state: ConsoleState) -> [Line] {
        var lines = [verdict(connector, state)]
        if let problem = connector.problem { lines.append(Line(SafeText(problem), .error)) }
        if let who = connector.forcedBy {
            lines.append(Line("forced by \(who): steps call it although no probe proved it", .warn))
        }
        lines.append(FlowLines.pair("calls 24h", calls(connector), connector.failures24h > 0 ? .warn : .text))
        lines.append(
            FlowLines.pair("now", "\(Words.rate(connector.callsPerSecond)), p95 \(Words.took(connector.p95Ms))")
        )
        lines.append(certificate(connector, state))
        lines.append(
            FlowLines.pair(
                "called at",
                connector.steps.isEmpty ? "no step of any flow" : connector.steps.joined(separator: ", ")
            )
        )
        return lines + [hint(connector)].compactMap(\.self)
    }

    private static func verdict(_ connector: ConnectorSummary, _ state: ConsoleState) -> Line {
        let probed =
            connector.probed.map { "last probe \(Words.recent($0, now: state.daemonTime))" } ?? "never probed"
        return [Span(SafeText(connector.word), connector.role), Span("  \(probed)", .dim)]
    }

    private static func calls(_ connector: ConnectorSummary) -> String {
        guard connector.calls24h > 0 else { return "none" }
        return "\(Words.count(connector.calls24h)), \(Words.count(connector.failures24h)) failed "
            + "(\(Words.percent(connector.failures24h, of: connector.calls24h)))"
    }

    private static func certificate(_ connector: ConnectorSummary, _ state: ConsoleState) -> Line {
        guard let expires = connector.certificateExpires else {
            return FlowLines.pair(
                "certificate",
                connector.authentication == "client-certificate" ? "none valid now" : "none"
            )
        }
        let certificate = Certificate(expires, now: state.daemonTime)
        let day = Words.day(expires, now: state.daemonTime)
        let advice = certificate.isAlarming ? "; add the next one now, both are valid meanwhile" : ""
        return FlowLines.pair("certificate", "\(certificate.short), \(day)\(advice)", certificate.role)
    }

    private static func hint(_ connector: ConnectorSummary) -> Line? {
        switch connector.state {
        case .ready: nil
        case .failing: Line("p probes it layer by layer; the tab Calls has what went wrong.", .hint)
        case .unproved where connector.forcedBy == nil:
            Line("Steps do not call it until a probe succeeds: p probes it; :force REASON breaks the glass.", .hint)
        case .unproved: Line("p probes it; a probe that succeeds makes the force needless.", .hint)
        }
    }

    static func definition(_ connector: ConnectorSummary) -> [Line] {
        [
            FlowLines.pair("connector", connector.name), FlowLines.pair("url", connector.url),
            FlowLines.pair("dialect", connector.dialect.rawValue),
            FlowLines.pair("credentials", connector.authentication),
            FlowLines.pair("time-out", Words.took(Double(connector.timeoutMs))),
            FlowLines.pair("retries", connector.retries == 0 ? "none" : String(connector.retries)),
            FlowLines.pair("steps", connector.steps.isEmpty ? "none" : connector.steps.joined(separator: ", ")),
            Line(), Line("Part of the policy document, [[connector]]; a new revision changes it.", .hint),
        ]
    }
}

/// The result of a probe, layer by layer.
enum ProbeLines {
    static func lines(_ connector: ConnectorSummary, _ state: ConsoleState) -> [Line] {
        if let since = state.flows.probing[connector.name] { return underWay(connector, since, state) }
        switch state.flows.probes[connector.name] {
        case .failure(let error):
            return [Line("The probe was not made: \(error.problem?.detail ?? error.description)", .error)]
        case .success(let probe): return found(probe, state)
        case nil:
            return [
                Line("p calls it once with an invented person, and shows what each layer said:", .hint),
                Line("name → address → connection → certificate → answer → what the answer means.", .hint),
            ]
        }
    }

    private static func underWay(_ connector: ConnectorSummary, _ since: Timestamp, _ state: ConsoleState) -> [Line] {
        let tries = connector.retries + 1
        let longest = Double(connector.timeoutMs) * Double(tries)
        return [
            [Span("probing", .pending), Span("  \(Words.age(state.now.since(since))) so far", .text)],
            Line(
                "It answers within \(Words.took(longest)) at most (\(Words.count(tries, "try", "tries"))); esc stops waiting.",
                .dim
            ),
        ]
    }

    private static func found(_ probe: ConnectorProbe, _ state: ConsoleState) -> [Line] {
        let verdict: Line = [
            probe.succeeded ? Span("✓ proved", .ok) : Span("✗ not proved", .error),
            Span("  \(Words.moment(probe.time, now: state.daemonTime))", .dim),
            Span(SafeText(probe.timing.totalMs.map { "  \(Words.took($0)) in all" } ?? ""), .dim),
        ]
        var lines = [verdict] + layers(probe)
        if let problem = probe.problem { lines += [Line(), Line(SafeText(problem), probe.succeeded ? .warn : .error)] }
        return lines + certificates(probe, state)
    }

    private struct Layer {
        var name: String
        /// The result for this layer; nil if the probe did not get so far.
        var finding: String?
        var took: Double?
    }

    private static func layers(_ probe: ConnectorProbe) -> [Line] {
        let layers = [
            Layer(
                name: "name",
                finding: probe.addresses.isEmpty ? nil : "→ " + probe.addresses.prefix(6).joined(separator: ", "),
                took: probe.timing.dnsMs
            ),
            Layer(name: "connection", finding: probe.address, took: probe.timing.connectMs),
            Layer(
                name: "TLS",
                finding: probe.tls.map { "\($0.version), \($0.chain.first?.subject ?? "no certificate")" },
                took: probe.timing.tlsMs
            ),
            Layer(name: "answer", finding: probe.status.map { "HTTP \($0)" }, took: probe.timing.firstByteMs),
            Layer(name: "meaning", finding: probe.reading, took: nil),
        ]
        let reached = layers.lastIndex { $0.finding != nil } ?? -1
        return layers.enumerated().map { index, layer in
            line(layer, isReached: index <= reached, failed: !probe.succeeded && index == brokenLayer(layers, reached))
        }
    }

    /// The layer that failed: the last one if all were reached, else the first that was not.
    private static func brokenLayer(_ layers: [Layer], _ reached: Int) -> Int { min(reached + 1, layers.count - 1) }

    private static func line(_ layer: Layer, isReached: Bool, failed: Bool) -> Line {
        let mark: Span = failed ? Span("✗ ", .error) : isReached ? Span("✓ ", .ok) : Span("○ ", .dim)
        // Plain HTTP has no TLS; a layer that was skipped on the way is named as not used.
        let finding = layer.finding ?? (failed ? "failed" : isReached ? "not used" : "not reached")
        let took = layer.took.map { Words.took($0) } ?? ""
        return [
            mark, Span(SafeText(layer.name).fitted(to: 11), .dim),
            Span(SafeText(took).fitted(to: 7, alignment: .right) + "  ", .dim),
            Span(SafeText(finding), failed ? .error : layer.finding == nil ? .dim : .text),
        ]
    }

    private static func certificates(_ probe: ConnectorProbe, _ state: ConsoleState) -> [Line] {
        guard let chain = probe.tls?.chain, !chain.isEmpty else { return [] }
        return [Line(), Line("its certificates, leaf first", .title)]
            + chain.prefix(6).map { certificate in
                let end = Certificate(certificate.notAfter, now: state.daemonTime)
                return [
                    Span(SafeText("  " + certificate.subject)), Span("  by \(certificate.issuer)", .dim),
                    Span("  ends \(end.short)", end.role),
                ]
            }
    }
}
