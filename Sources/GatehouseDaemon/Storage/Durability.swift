/// The kind of failure that an acknowledged write survives.
package enum Durability: String, Sendable, Hashable, Codable, CaseIterable {
    /// Power loss: the write is on stable storage, with `synchronous=FULL` and one fsync per commit.
    case full
    /// Death of the process: the write is with the operating system, and a power loss may lose the last seconds.
    case relaxed

    /// SQLite's `PRAGMA synchronous` as a number (sqlite.org/pragma.html#pragma_synchronous).
    var synchronous: Int {
        switch self {
        case .full: 2
        case .relaxed: 1
        }
    }
}
