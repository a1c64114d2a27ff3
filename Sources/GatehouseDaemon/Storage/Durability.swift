/// What an acknowledged write has survived.
package enum Durability: String, Sendable, Hashable, Codable, CaseIterable {
    /// It is on stable storage: `synchronous=FULL`, one fsync a commit.
    case full
    /// It is with the operating system: a killed process loses nothing, a power cut may lose the last seconds.
    case relaxed

    /// SQLite's `PRAGMA synchronous` as a number (sqlite.org/pragma.html#pragma_synchronous).
    var synchronous: Int {
        switch self {
        case .full: 2
        case .relaxed: 1
        }
    }
}
