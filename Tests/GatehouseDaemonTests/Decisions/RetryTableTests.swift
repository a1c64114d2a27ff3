import GatehouseDaemon
import GatehouseModel
import NIOCore
import Synchronization
import Testing

@Suite struct `The retry table` {
    private let start = Timestamp(milliseconds: 1_000_000)
    private let arrival = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    private let ada = RetryTable.Key(endpoint: "gate", claims: Claims(email: "ada@b.example"))
    private let bob = RetryTable.Key(endpoint: "gate", claims: Claims(email: "bob@b.example"))

    @Test func `the same claims at the same endpoint are a retry`() {
        let table = RetryTable()
        let first = CallID(at: start)
        #expect(table.recognise(ada, id: first, at: arrival) == .first)
        #expect(table.recognise(ada, id: CallID(at: start), at: arrival) == .retry(of: first))
        #expect(table.recognise(bob, id: CallID(at: start), at: arrival) == .first)
    }

    @Test func `the same claims at another endpoint are not a retry`() {
        #expect(RetryTable.Key(endpoint: "other", claims: Claims(email: "ada@b.example")) != ada)
    }

    @Test func `a finished call is forgotten after the window`() {
        let table = RetryTable(window: .seconds(120))
        let first = CallID(at: start)
        _ = table.recognise(ada, id: first, at: arrival)
        table.finish(ada, id: first)
        #expect(table.recognise(ada, id: CallID(at: start), at: arrival + .seconds(119)) == .retry(of: first))
        #expect(table.recognise(ada, id: CallID(at: start), at: arrival + .seconds(121)) == .first)
    }

    @Test func `a retry waits until the first call is answered`() {
        let table = RetryTable()
        let first = CallID(at: start)
        let ran = Mutex(false)
        _ = table.recognise(ada, id: first, at: arrival)
        table.afterFirst(of: ada) { ran.withLock { $0 = true } }
        #expect(!ran.withLock { $0 })
        table.finish(ada, id: first)
        #expect(ran.withLock { $0 })
    }

    @Test func `the retry table never exceeds its capacity`() {
        let table = RetryTable(capacity: 10)
        for number in 0..<100 {
            let key = RetryTable.Key(endpoint: "gate", claims: Claims(email: "p\(number)@b.example"))
            _ = table.recognise(key, id: CallID(at: start), at: arrival)
        }
        #expect(table.count <= 10)
    }
}
