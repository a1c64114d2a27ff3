import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse connectors`
struct ConnectorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connectors",
        abstract: "The APIs that our user flows call.",
        subcommands: [ListThem.self, Show.self, Probe.self, Force.self],
        defaultSubcommand: ListThem.self
    )

    struct ListThem: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "All connectors.")

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let page = try await control.ask(ListConnectors())
            try control.printer.list(page.items, nothing: "The policy has no connectors.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One connector.")

        @OptionGroup var control: ControlOptions
        @Argument(help: "The connector's name.") var name: String

        func run() async throws {
            let connector = try await control.ask(GetConnector(name: name))
            try control.printer.show(connector, card: connector.card)
        }
    }

    struct Probe: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call a connector once with an invented person, and say layer by layer what was found.",
            discussion: "A connector can be called by a step once a probe has succeeded since its definition changed."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The connector's name.") var name: String
        @Option(help: "The step to call for; the first it is used at unless said.") var step: Step?

        func run() async throws {
            let probe = try await control.ask(ProbeConnector(name: name, step: step))
            try control.printer.show(probe, card: probe.card)
            if !probe.succeeded { throw Failure.silent(.failure) }
        }
    }

    struct Force: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let steps call a connector that no probe has proved: break-glass, audited, and shown."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The connector's name.") var name: String
        @Option(help: "Why, for the audit log.") var reason: String

        func run() async throws {
            let connector = try await control.ask(ForceConnector(name: name, reason: reason))
            try control.printer.show(connector, card: connector.card)
        }
    }
}

extension ConnectorSummary: Listable {
    static var columns: [Column<ConnectorSummary>] {
        [
            Column("CONNECTOR", shrinks: true) { $0.name },
            Column("STATE", tone: { $0.tone }) { $0.state.rawValue + ($0.forcedBy == nil ? "" : " (forced)") },
            Column("DIALECT") { $0.dialect.rawValue },
            Column("AUTH") { $0.authentication },
            Column("STEPS", shrinks: true) { $0.steps.isEmpty ? "-" : $0.steps.joined(separator: " ") },
            Column("CALLS 24h", .trailing) { grouped($0.calls24h) },
            Column("FAILED", .trailing) { grouped($0.failures24h) },
            Column("P95", .trailing) { $0.p95Ms == 0 ? "-" : Moment.took($0.p95Ms) },
            Column("URL", shrinks: true) { $0.url },
        ]
    }

    static var fields: [String] {
        [
            "name", "url", "dialect", "authentication", "steps", "timeout_ms", "retries", "state", "problem", "probed",
            "forced_by", "calls_24h", "failures_24h", "p95_ms", "calls_per_second", "certificate_expires",
        ]
    }

    fileprivate var tone: Tone {
        switch state {
        case .ready: problem == nil ? .good : .attention
        case .failing: .bad
        case .unproved: .attention
        }
    }

    fileprivate var card: Card {
        var card = Card("\(name)  \(url)")
        card.fact("state", state.rawValue, tone)
        card.fact("problem", problem, .attention)
        card.fact("forced by", forcedBy.map { "\($0), without a successful probe" }, .attention)
        card.fact("dialect", dialect.rawValue)
        card.fact("authentication", authentication)
        card.fact("certificate", certificateExpires.map { "expires \(Moment.text($0))" })
        card.fact("steps", steps.isEmpty ? "none" : steps.joined(separator: ", "))
        card.fact(
            "time-out",
            "\(Moment.took(Double(timeoutMs))), then \(retries) more \(retries == 1 ? "attempt" : "attempts")"
        )
        card.fact("last probe", probed.map { Moment.text($0) } ?? "never")
        card.fact("last 24 h", "\(grouped(calls24h)) calls, \(grouped(failures24h)) failed")
        card.fact("p95", p95Ms == 0 ? nil : Moment.took(p95Ms))
        return card
    }
}

extension ConnectorProbe {
    fileprivate var card: Card {
        var card = Card("\(connector)  \(succeeded ? "answers within the contract" : "cannot be used")")
        card.fact("DNS", Self.layer(addresses.joined(separator: ", "), timing.dnsMs))
        card.fact("connected", address.map { Self.layer($0, timing.connectMs) })
        if let tls {
            card.fact("TLS", Self.layer(tls.version.isEmpty ? "handshake failed" : tls.version, timing.tlsMs))
            for certificate in tls.chain {
                card.fact("  certificate", certificate.subject)
                card.fact("  by", certificate.issuer)
                card.fact("  valid", "\(certificate.notBefore) to \(certificate.notAfter)")
            }
        }
        card.fact("first byte", timing.firstByteMs.map { Moment.took($0) })
        card.fact("status", status.map(String.init))
        card.fact("reading", reading, succeeded ? .good : .bad)
        card.fact("problem", problem, .bad)
        return card
    }

    private static func layer(_ text: String, _ took: Double?) -> String {
        text.isEmpty ? "" : text + (took.map { "  (\(Moment.took($0)))" } ?? "")
    }
}
