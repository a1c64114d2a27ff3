/// A program on the terminal: state, what changes it, and how it looks. All of it pure; effects are done elsewhere.
package protocol TerminalApp<State, Message, Effect>: Sendable {
    associatedtype State: Sendable
    associatedtype Message: Sendable
    associatedtype Effect: Sendable

    /// What the terminal's events mean; nil drops the event.
    ///
    /// ^Z never comes here: the loop suspends the program.
    func message(for event: TerminalEvent) -> Message?

    /// The same for events whose place in a bundle matters: a key in one may be pasted text.
    func message(for event: TerminalEvent, place: KeyPlace) -> Message?

    /// Changes the state and says what to do next.
    func update(_ state: inout State, _ message: Message) -> [Action<Effect, Message>]

    /// Draws the state.
    func view(_ state: State, size: Size, glyphs: GlyphSet) -> Frame

    /// The theme to draw in.
    func theme(_ state: State) -> Theme

    /// What the user must have seen before keys count, such as the open dialog; nil when there is nothing like it.
    ///
    /// When a key changes it, the keys that had arrived already are dropped: they were meant for what was shown before.
    func barrier(_ state: State) -> String?

    /// The state was drawn: what it holds is what the user sees.
    func drawn(_ state: inout State)
}

extension TerminalApp {
    package func message(for event: TerminalEvent, place: KeyPlace) -> Message? { message(for: event) }
    package func drawn(_ state: inout State) {}
    package func barrier(_ state: State) -> String? { nil }
}

/// What an update wants done.
package enum Action<Effect: Sendable, Message: Sendable>: Sendable {
    /// Work for the app's own effect runner.
    case effect(Effect)
    /// Something for the terminal.
    case terminal(TerminalRequest)
    /// Hand the screen to a program and say how it went.
    case run(ForegroundProgram, then: @Sendable (ForegroundProgram.Result) -> Message)
    /// End the loop.
    case quit
}

/// Does an app's effects; the loop owns the task that this runs in and cancels it at the end.
package protocol EffectRunner<Effect, Message>: Sendable {
    associatedtype Effect: Sendable
    associatedtype Message: Sendable

    /// Does the effect and posts what comes of it. Returns when it is over; a subscription may run until cancelled.
    func run(_ effect: Effect, mailbox: Mailbox<Message>) async

    /// Whether the effect goes on for as long as the app does, so that idleness does not wait for it.
    func isStanding(_ effect: Effect) -> Bool
}
