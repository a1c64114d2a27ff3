/// Runs an app on a terminal until it quits.
package struct TerminalLoop<App: TerminalApp, Runner: EffectRunner<App.Effect, App.Message>>: Sendable {
    let app: App
    let runner: Runner
    package let mailbox: Mailbox<App.Message>

    package init(app: App, runner: Runner, mailbox: Mailbox<App.Message> = Mailbox()) {
        self.app = app
        self.runner = runner
        self.mailbox = mailbox
    }
}
