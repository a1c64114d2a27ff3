import Foundation

/// Runs an app on a terminal until it quits.
///
/// One dedicated thread owns the terminal and the state. It sleeps until there is input, a message or a frame to draw.
/// Effects run as tasks elsewhere and report back through the mailbox.
package final class TerminalLoop<App: TerminalApp, Runner: EffectRunner<App.Effect, App.Message>>: Sendable {
    /// Why the loop ended, and its final state.
    package struct End: Sendable {
        package let state: App.State
        /// Nil if the app quit by itself.
        package let closed: TerminalClosed?
    }

    private let app: App
    private let tasks: EffectTasks<Runner>
    private let idle = IdleWatch()
    package let mailbox: Mailbox<App.Message>

    package init(app: App, runner: Runner, mailbox: Mailbox<App.Message> = Mailbox()) {
        self.app = app
        self.mailbox = mailbox
        tasks = EffectTasks(runner: runner, mailbox: mailbox)
    }

    /// Runs on the real terminal, like `run(from:doing:on:)`.
    package func run(
        from state: App.State,
        doing actions: [Action<App.Effect, App.Message>] = [],
        in environment: TerminalEnvironment
    ) async throws(TerminalProblem) -> End {
        try await run(from: state, doing: actions) { () throws(TerminalProblem) -> any Terminal in
            try CursesTerminal(environment)
        }
    }

    /// Runs on a given terminal, such as a recorded one, like `run(from:doing:on:)`.
    package func run(
        from state: App.State,
        doing actions: [Action<App.Effect, App.Message>] = [],
        on terminal: RecordedTerminal
    ) async throws(TerminalProblem) -> End {
        try await run(from: state, doing: actions) { () throws(TerminalProblem) -> any Terminal in terminal }
    }

    /// Opens a terminal, runs until the app quits, the terminal goes away or the task is cancelled, and gives the
    /// terminal back.
    ///
    /// - Parameters:
    ///   - actions: performed before the first frame.
    ///   - open: called on the terminal's thread.
    /// - Throws: `TerminalProblem` if the terminal cannot be opened.
    package func run(
        from state: App.State,
        doing actions: [Action<App.Effect, App.Message>] = [],
        on open: @escaping @Sendable () throws(TerminalProblem) -> any Terminal
    ) async throws(TerminalProblem) -> End {
        let end = await withTaskCancellationHandler {
            await onOwnThread { [app, tasks, idle, mailbox] () -> Result<End, TerminalProblem> in
                do throws(TerminalProblem) {
                    let terminal = try open()
                    let parts = LoopThread.Parts(
                        app: app,
                        terminal: terminal,
                        tasks: tasks,
                        mailbox: mailbox,
                        idle: idle
                    )
                    let thread = LoopThread(parts, state: state)
                    let closed = thread.run(doing: actions)
                    terminal.close()
                    return .success(End(state: thread.state, closed: closed))
                } catch {
                    return .failure(error)
                }
            }
        } onCancel: {
            mailbox.end()
        }
        mailbox.close()
        idle.end()
        await tasks.cancelAll()
        return try end.get()
    }

    /// Returns when all events and messages so far are handled, all effects that end by themselves have ended, and the
    /// frame is drawn.
    package func waitUntilIdle() async {
        await idle.wait()
    }

    /// The thread sleeps in `poll`, so it must not be one of the cooperative pool.
    private func onOwnThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.name = "terminal"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }
}
