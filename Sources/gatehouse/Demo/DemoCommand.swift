import ArgumentParser
import ControlProtocol

/// The output options, without the socket option.
///
/// The demo's property for it must have the same name as the property for `ControlOptions` in other commands, because
/// the argument parser assigns `-o` by the property's path, wherever it is on the command line.
struct DemoOptions: ParsableArguments {
    @OptionGroup var printing: PrintingOptions
}

/// `gatehouse demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A private daemon with a sample policy, and people signing up through its own user flows.",
        discussion: """
            The flows' connectors call the daemon's own endpoints through real HTTP, so both sides of each call are in \
            the traffic. Opens the console on it. Headless, it prints what the daemon's journal says was decided \
            beside what was expected, and exits with status 0 only if every visit ended as expected. Everything lives \
            in a temporary directory and is gone afterwards.
            """
    )

    @Flag(help: "No console: sign up, report, leave. The default where there is no terminal.") var headless = false
    @Option(help: ArgumentHelp("How many people; headless 100, with the console until you leave.", valueName: "n"))
    var signups: Int?
    @Option(help: ArgumentHelp("People a second; headless as fast as it goes, with the console 2.", valueName: "r"))
    var rate: Double?
    @Option(help: "With the console: a theme's name.") var theme: String?
    @OptionGroup var control: DemoOptions

    func validate() throws {
        guard signups ?? 1 > 0 else { throw ValidationError("--signups must be at least 1.") }
        guard Pace.rates.contains(rate ?? 1) else { throw ValidationError("--rate goes from 0.001 to 100000.") }
    }

    func run() async throws {
        let report = try await Interruption.guarding { try await demonstrate() }
        guard let report else { return }
        try control.printing.printer.show(report, card: report.card)
        guard report.isAsExpected else { throw Failure.silent(.failure) }
    }

    /// Returns the report, except if the console was open, because a user may then have changed decisions.
    private func demonstrate() async throws -> DemoReport? {
        let daemon = try await PrivateDaemon.start()
        do {
            let report = try await signUp(at: daemon)
            await daemon.stop()
            return report
        } catch {
            await daemon.stop()
            throw error
        }
    }

    private func signUp(at daemon: PrivateDaemon) async throws -> DemoReport? {
        try await SamplePolicy.fillLists(daemon.client)
        let crowd = Crowd(daemon: daemon, flows: try await SamplePolicy.addFlows(daemon))
        guard headless || !Terminal.isInteractive else {
            try await openConsole(daemon, crowd)
            return nil
        }
        let before = try await JournalTally.read(daemon.client)
        let started = ContinuousClock.now
        let results = try await crowd.visit(count: signups ?? 100, rate: rate, deciding: true)
        let took = ContinuousClock.now - started
        return DemoReport(
            results: results,
            journal: try await JournalTally.read(daemon.client, without: before),
            rules: try await RuleMatches.read(daemon.client),
            stages: try await SignUpTally.read(daemon.client),
            took: took
        )
    }

    /// Opens the console while the crowd keeps arriving.
    private func openConsole(_ daemon: PrivateDaemon, _ crowd: Crowd) async throws {
        let (signups, rate) = (signups ?? .max, rate ?? 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await crowd.visit(count: signups, rate: rate, deciding: false) }
            try await ConsoleCommand.open(socket: daemon.socket, theme: theme, fresh: true)
            group.cancelAll()
            // The crowd ends because it was just cancelled.
            while (await group.nextResult()) != nil {}
        }
    }
}
