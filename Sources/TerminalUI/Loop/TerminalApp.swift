/// A terminal program: its state, the changes to it, and its appearance. All of it is pure; effects are performed
/// elsewhere.
package protocol TerminalApp<State, Message, Effect>: Sendable {
    associatedtype State: Sendable
    associatedtype Message: Sendable
    associatedtype Effect: Sendable

    /// The message for a terminal event; nil drops the event.
    ///
    /// ^Z is never passed: the loop suspends the program.
    func message(for event: TerminalEvent) -> Message?

    /// The same for events whose place in a bundle matters: a key in one may be pasted text.
    func message(for event: TerminalEvent, place: KeyPlace) -> Message?

    /// Changes the state and says what to do next.
    func update(_ state: inout State, _ message: Message) -> [Action<Effect, Message>]

    /// Draws the state.
    func view(_ state: State, size: Size, glyphs: GlyphSet) -> Frame

    /// The theme for drawing.
    func theme(_ state: State) -> Theme

    /// What the user must have seen before keys count, such as the open dialog; nil if there is nothing like that.
    ///
    /// When a key changes it, the keys that have already arrived are dropped, because they were meant for what was
    /// shown before.
    func barrier(_ state: State) -> String?

    /// The state was drawn: what it holds is what the user sees.
    func drawn(_ state: inout State)
}

extension TerminalApp {
    package func message(for event: TerminalEvent, place: KeyPlace) -> Message? { message(for: event) }
    package func drawn(_ state: inout State) {}
    package func barrier(_ state: State) -> String? { nil }
}

/// What an update asks for.
package enum Action<Effect: Sendable, Message: Sendable>: Sendable {
    /// Work for the app's own effect runner.
    case effect(Effect)
    /// Something for the terminal.
    case terminal(TerminalRequest)
    /// Give the screen to a program, and then report its result.
    case run(ForegroundProgram, then: @Sendable (ForegroundProgram.Result) -> Message)
    /// End the loop.
    case quit
}

/// Performs an app's effects. The loop owns the task that this runs in, and cancels it at the end.
package protocol EffectRunner<Effect, Message>: Sendable {
    associatedtype Effect: Sendable
    associatedtype Message: Sendable

    /// Performs the effect and posts its results. Returns when it is finished; a subscription may run until cancelled.
    func run(_ effect: Effect, mailbox: Mailbox<Message>) async

    /// Whether the effect runs as long as the app, so that idleness does not wait for it.
    func isStanding(_ effect: Effect) -> Bool
}
