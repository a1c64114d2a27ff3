import Synchronization

/// The only way for tasks to reach the terminal's thread: a bounded queue and a doorbell.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct Contents {
        var messages: [Message] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var doorbell: (any TerminalWaker)?
        var isClosed = false
    }

    private let contents = Mutex(Contents())
    private let capacity: Int

    /// A mailbox for at most `capacity` messages.
    package init(capacity: Int = 16_384) {
        self.capacity = capacity
    }

    /// Adds a message if there is room; false when there is none or the loop has ended.
    @discardableResult
    package func post(_ message: Message) -> Bool {
        let (accepted, doorbell) = contents.withLock { contents -> (Bool, (any TerminalWaker)?) in
            guard !contents.isClosed, contents.messages.count < capacity else { return (false, nil) }
            contents.messages.append(message)
            return (true, contents.messages.count == 1 ? contents.doorbell : nil)
        }
        doorbell?.wake()
        return accepted
    }

    /// Adds a message, waiting for room: a fast sender goes at the pace of the screen. Drops it once the loop ended.
    package func send(_ message: Message) async {
        while !post(message) {
            if contents.withLock({ $0.isClosed }) { return }
            await waitForRoom()
        }
    }

    private func waitForRoom() async {
        await withCheckedContinuation { continuation in
            let resumeNow = contents.withLock { contents in
                let isPointless = contents.isClosed || contents.messages.count < capacity
                if !isPointless { contents.waiting.append(continuation) }
                return isPointless
            }
            if resumeNow { continuation.resume() }
        }
    }

    /// Takes at most `limit` messages, oldest first.
    func take(_ limit: Int) -> [Message] {
        let (taken, waiting) = contents.withLock { contents in
            let taken = Array(contents.messages.prefix(limit))
            contents.messages.removeFirst(taken.count)
            let waiting = contents.waiting
            contents.waiting = []
            return (taken, waiting)
        }
        for continuation in waiting { continuation.resume() }
        return taken
    }

    var isEmpty: Bool { contents.withLock { $0.messages.isEmpty } }

    /// Rings this bell when the first message arrives in the empty box.
    func connect(_ waker: any TerminalWaker) {
        let isWaiting = contents.withLock { contents in
            contents.doorbell = waker
            return !contents.messages.isEmpty
        }
        if isWaiting { waker.wake() }
    }

    /// Refuses messages from now on and lets go of everyone who waits for room.
    func close() {
        let waiting = contents.withLock { contents in
            contents.isClosed = true
            contents.messages = []
            contents.doorbell = nil
            let waiting = contents.waiting
            contents.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
