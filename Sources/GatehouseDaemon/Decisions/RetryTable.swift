import DequeModule
package import GatehouseModel
package import NIOCore
import Synchronization

/// Recognises a call that a provider repeats after a time-out, and makes it wait for the call that it repeats.
///
/// Providers repeat a call unchanged, so a call is a retry if the same claims, or the provider's own mark of the call,
/// reached the same endpoint within the window. The table is bounded: under a flood the oldest calls are forgotten, and a retry of a forgotten call is
/// decided like a new one.
package final class RetryTable: Sendable {
    /// Equal for calls that count as the same.
    package struct Key: Sendable, Hashable {
        private let person: Int
        private let content: Int

        /// A key made of endpoint, person and claims. Two independent keyed hashes make a chance match negligible.
        package init(endpoint: String, claims: Claims) {
            var person = Hasher()
            person.combine(endpoint)
            person.combine(claims.email)
            person.combine(claims.identities)
            self.person = person.finalize()
            var content = Hasher()
            content.combine(claims.attributes)
            content.combine(claims.locales)
            content.combine(claims.email?.utf8.count)
            self.content = content.finalize()
        }

        /// A key made of the endpoint and the provider's own mark of the call.
        init(endpoint: String, mark: String) {
            var person = Hasher()
            person.combine(endpoint)
            person.combine(mark)
            self.person = person.finalize()
            var content = Hasher()
            content.combine(mark)
            content.combine(mark.utf8.count)
            self.content = content.finalize()
        }
    }

    /// Whether a call repeats an earlier one.
    package enum Recognition: Sendable, Equatable {
        case first
        /// The same call arrived before and may still be running.
        case retry(of: CallID)
    }

    private struct Entry {
        var id: CallID
        var seen: NIODeadline
        var running = true
        var waiting: [@Sendable () -> Void] = []
    }

    private struct Table {
        var entries: [Key: Entry] = [:]
        var order: Deque<(key: Key, id: CallID)> = []
    }

    private let table = Mutex(Table())
    private let window: TimeAmount
    private let capacity: Int

    /// A table that remembers calls for `window`, and at most `capacity` of them.
    package init(window: TimeAmount = .seconds(120), capacity: Int = 131_072) {
        self.window = window
        self.capacity = max(capacity, 1)
    }

    /// Adds the call, or returns the earlier call that it repeats.
    ///
    /// - Parameter now: by the monotonic clock, so that setting the system clock changes nothing.
    package func recognise(_ key: Key, id: CallID, at now: NIODeadline) -> Recognition {
        table.withLock { table in
            forget(before: now - window, in: &table)
            if let entry = table.entries[key] { return .retry(of: entry.id) }
            table.entries[key] = Entry(id: id, seen: now)
            table.order.append((key, id))
            return .first
        }
    }

    /// Runs `then` when the first call of `key` is answered; immediately if it already is.
    package func afterFirst(of key: Key, then: @escaping @Sendable () -> Void) {
        let isRunning = table.withLock { table in
            guard table.entries[key]?.running == true else { return false }
            table.entries[key]?.waiting.append(then)
            return true
        }
        if !isRunning { then() }
    }

    /// Notes that the answer to the first call of `key` is on stable storage, so that its retries can continue.
    package func finish(_ key: Key, id: CallID) {
        let waiting: [@Sendable () -> Void] = table.withLock { table in
            guard table.entries[key]?.id == id else { return [] }
            defer {
                table.entries[key]?.running = false
                table.entries[key]?.waiting = []
            }
            return table.entries[key]?.waiting ?? []
        }
        for continuation in waiting { continuation() }
    }

    /// The number of remembered calls.
    package var count: Int { table.withLock { $0.entries.count } }

    private func forget(before limit: NIODeadline, in table: inout Table) {
        while let oldest = table.order.first {
            guard let entry = table.entries[oldest.key], entry.id == oldest.id else {
                table.order.removeFirst()
                continue
            }
            let expired = entry.seen < limit
            // A running call is kept while there is room, because its retries wait for it.
            guard expired && !entry.running || table.entries.count >= capacity && entry.waiting.isEmpty else { return }
            table.order.removeFirst()
            table.entries[oldest.key] = nil
        }
    }
}
