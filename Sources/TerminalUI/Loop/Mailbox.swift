import Synchronization

/// The only way for tasks to reach the terminal's thread: a bounded queue that wakes the thread.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct Contents {
        var messages: [Message] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var doorbell: (any TerminalWaker)?
        /// Whether the loop has been woken since the mailbox was last emptied.
        var isRung = false
        /// Whether the loop will soon wake up by itself, so that data need not wake it.
        var isDozing = false
        var isClosed = false
        /// Whether the loop is to end, whatever the app does.
        var isEnded = false

        /// Returns whether the message that was just added must wake the loop, and records that.
        mutating func rings(isPatient: Bool, capacity: Int) -> Bool {
            guard !isRung, !isPatient || !isDozing || messages.count >= capacity / 2 else { return false }
            isRung = true
            return true
        }
    }

    private let contents = Mutex(Contents())
    private let capacity: Int

    /// A mailbox for at most `capacity` messages.
    package init(capacity: Int = 16_384) {
        self.capacity = capacity
    }

    /// Adds a message if there is room. Returns false if there is none or the loop has ended.
    ///
    /// - Parameter isPatient: whether the message can wait for the next frame, so that it does not wake the loop if one
    ///   is due anyway.
    @discardableResult
    package func post(_ message: Message, isPatient: Bool = false) -> Bool {
        let (accepted, doorbell) = contents.withLock { contents -> (Bool, (any TerminalWaker)?) in
            guard !contents.isClosed, contents.messages.count < capacity else { return (false, nil) }
            contents.messages.append(message)
            return (true, contents.rings(isPatient: isPatient, capacity: capacity) ? contents.doorbell : nil)
        }
        doorbell?.wake()
        return accepted
    }

    /// Adds a message, and waits for room if necessary, so that a fast sender is slowed to the pace of the screen.
    /// Drops the message if the loop has ended.
    package func send(_ message: Message, isPatient: Bool = false) async {
        while !post(message, isPatient: isPatient) {
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

    /// Removes and returns at most `limit` messages, oldest first.
    func take(_ limit: Int) -> [Message] {
        let (taken, waiting) = contents.withLock { contents in
            let taken = Array(contents.messages.prefix(limit))
            contents.messages.removeFirst(taken.count)
            contents.isRung = !contents.messages.isEmpty
            let waiting = contents.waiting
            contents.waiting = []
            return (taken, waiting)
        }
        for continuation in waiting { continuation.resume() }
        return taken
    }

    /// Sets whether the loop will soon wake up by itself, because a frame is due.
    func doze(_ isDozing: Bool) { contents.withLock { $0.isDozing = isDozing } }

    var isEmpty: Bool { contents.withLock { $0.messages.isEmpty } }

    /// Sets the waker, which is called when the first message arrives in the empty mailbox.
    func connect(_ waker: any TerminalWaker) {
        let isWaiting = contents.withLock { contents in
            contents.doorbell = waker
            contents.isRung = !contents.messages.isEmpty
            return !contents.messages.isEmpty || contents.isEnded
        }
        if isWaiting { waker.wake() }
    }

    /// Tells the loop to end at its next turn, whatever the app does.
    func end() {
        let doorbell = contents.withLock { contents in
            contents.isEnded = true
            return contents.doorbell
        }
        doorbell?.wake()
    }

    var isEnded: Bool { contents.withLock { $0.isEnded } }

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
