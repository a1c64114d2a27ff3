import Synchronization

/// Runs effects, each in its own task. Counts the tasks and cancels them at the end.
final class EffectTasks<Runner: EffectRunner>: Sendable {
    private struct Running {
        var tasks: [Int: Task<Void, Never>] = [:]
        var finite: Set<Int> = []
        var next = 0
    }

    private let runner: Runner
    private let mailbox: Mailbox<Runner.Message>
    private let running = Mutex(Running())

    init(runner: Runner, mailbox: Mailbox<Runner.Message>) {
        self.runner = runner
        self.mailbox = mailbox
    }

    /// Whether an effect that ends by itself is still running.
    var isBusy: Bool { running.withLock { !$0.finite.isEmpty } }

    func start(_ effect: Runner.Effect, waker: any TerminalWaker) {
        let isStanding = runner.isStanding(effect)
        running.withLock { running in
            let number = running.next
            running.next += 1
            if !isStanding { running.finite.insert(number) }
            // Owned by this table: removed when it ends, cancelled by `cancelAll`. The lock is held until the task is
            // in the table.
            running.tasks[number] = Task { [runner, mailbox] in
                await runner.run(effect, mailbox: mailbox)
                self.finished(number)
                waker.wake()
            }
        }
    }

    private func finished(_ number: Int) {
        running.withLock { running in
            running.tasks[number] = nil
            running.finite.remove(number)
        }
    }

    /// Cancels all tasks and waits until they have ended.
    func cancelAll() async {
        let tasks = running.withLock { Array($0.tasks.values) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
