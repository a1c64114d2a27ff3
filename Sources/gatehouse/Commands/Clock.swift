import ArgumentParser
import ControlProtocol
import GatehouseModel

/// `gatehouse clock`
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "What the daemon makes of the system clock after it jumped.",
        subcommands: [Show.self, Accept.self],
        defaultSubcommand: Show.self
    )

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Whether the system clock jumped, and whether expiry and retention wait because of it."
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let state = try await control.ask(GetClock())
            try control.printer.show(state, card: state.card)
        }
    }

    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept the system clock: expiry and retention continue by it at once.",
            discussion: """
                After a jump ahead they wait for a day, because what they remove is gone for good. Requests and entries \
                that are past their time by the new clock expire, and calls that are past retention are removed.
                """
        )

        @OptionGroup var control: ControlOptions

        func run() async throws {
            let state = try await control.ask(AcceptClock())
            try control.printer.show(state, card: state.card)
        }
    }
}

extension ClockState {
    fileprivate var card: Card {
        var card = Card(waitingUntil == nil ? "The system clock is accepted." : "The system clock jumped.")
        card.fact("time", time.description)
        card.fact("expiry by", due.description)
        card.fact("waits until", waitingUntil?.description)
        card.fact("reason", reason, .attention)
        return card
    }
}
