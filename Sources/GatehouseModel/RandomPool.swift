import Glibc
import Synchronization

/// Random numbers of the system, fetched in batches, so that an id costs a lock instead of two system calls.
final class RandomPool: Sendable {
    static let shared = RandomPool()

    private let pool = Mutex<[UInt64]>([])
    /// The maximum that `getentropy(3)` returns at once is 256 bytes.
    private static let page = 256 / MemoryLayout<UInt64>.size

    /// Two random numbers, each given out only once.
    func next() -> (UInt64, UInt64) {
        pool.withLock { pool in
            if pool.count < 2 { pool = Self.fresh() }
            return (pool.removeLast(), pool.removeLast())
        }
    }

    private static func fresh() -> [UInt64] {
        let numbers = [UInt64](unsafeUninitializedCapacity: page) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            count = getentropy(bytes.baseAddress, bytes.count) == 0 ? page : 0
        }
        guard numbers.isEmpty else { return numbers }
        var system = SystemRandomNumberGenerator()
        return (0..<page).map { _ in system.next() }
    }
}
