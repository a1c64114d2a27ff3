import DequeModule
import GatehouseModel
import NIOCore
import Synchronization

/// The calls that one event loop is answering, and the work that other threads post to that loop.
///
/// Completions arrive from the store's thread in bursts. They are collected here, so that a burst wakes the loop once
/// and not once for each call.
final class OpenCalls: Sendable {
    private struct Mail {
        var items: [@Sendable () -> Void] = []
        var isScheduled = false
    }

    /// Used only on the loop.
    private struct Local {
        var open: Deque<OpenCall> = []
        var sweep: Scheduled<Void>?
    }

    let loop: any EventLoop
    private let mail = Mutex(Mail())
    private let local: NIOLoopBoundBox<Local>
    private let overdue: @Sendable (OpenCall) -> Void

    /// The interval at which deadlines are checked.
    private static let sweepStep = TimeAmount.milliseconds(10)

    init(loop: any EventLoop, overdue: @escaping @Sendable (OpenCall) -> Void) {
        self.loop = loop
        self.overdue = overdue
        local = NIOLoopBoundBox.makeBoxSendingValue(Local(), eventLoop: loop)
    }

    /// Runs `work` on the loop soon, in order.
    func post(_ work: @escaping @Sendable () -> Void) {
        let first = mail.withLock { mail in
            mail.items.append(work)
            defer { mail.isScheduled = true }
            return !mail.isScheduled
        }
        if first { loop.execute { self.deliver() } }
    }

    private func deliver() {
        let items = mail.withLock { mail in
            defer { mail = Mail() }
            return mail.items
        }
        for item in items { item() }
    }

    /// Watches the call's deadline from now on. Only on the loop.
    func watch(_ call: OpenCall) {
        local.value.open.append(call)
        if local.value.sweep == nil { scheduleSweep() }
    }

    private func scheduleSweep() {
        local.value.sweep = loop.scheduleTask(in: Self.sweepStep) { self.sweep() }
    }

    private func sweep() {
        let now = NIODeadline.now()
        var late: [OpenCall] = []
        local.value.open.removeAll { call in
            if call.isAnswered { return true }
            guard call.deadline <= now else { return false }
            late.append(call)
            return true
        }
        for call in late { overdue(call) }
        local.value.sweep = nil
        if !local.value.open.isEmpty { scheduleSweep() }
    }
}
