import Foundation
import GRDB

/// A value as a column holds it.
enum StoredValue: Sendable, Hashable {
    case null
    case int64(Int64)
    case double(Double)
    case text(String)
    case blob(Data)
}

/// What may be given to a statement as a value.
protocol Storable {
    var storedValue: StoredValue { get }
}

/// The values of a statement, in the order of its question marks. Written as an array; nil is null.
struct StoredValues: Sendable, ExpressibleByArrayLiteral {
    private(set) var all: [StoredValue]

    init(arrayLiteral elements: (any Storable)?...) { self.init(elements) }

    init(_ elements: [(any Storable)?]) { all = elements.map { $0?.storedValue ?? .null } }

    init(_ elements: [some Storable]) { all = elements.map(\.storedValue) }

    static func + (first: StoredValues, second: StoredValues) -> StoredValues {
        var sum = first
        sum.all += second.all
        return sum
    }

    static func += (values: inout StoredValues, more: StoredValues) { values.all += more.all }
}

extension StoredValue: Storable {
    var storedValue: StoredValue { self }
}

extension Int64: Storable {
    var storedValue: StoredValue { .int64(self) }
}

extension Int: Storable {
    var storedValue: StoredValue { .int64(Int64(self)) }
}

extension UInt32: Storable {
    var storedValue: StoredValue { .int64(Int64(self)) }
}

extension Bool: Storable {
    var storedValue: StoredValue { .int64(self ? 1 : 0) }
}

extension Double: Storable {
    var storedValue: StoredValue { .double(self) }
}

extension String: Storable {
    var storedValue: StoredValue { .text(self) }
}

extension Data: Storable {
    var storedValue: StoredValue { .blob(self) }
}

extension StoredValue {
    /// The value as SQLite is given it. Every text that is written or compared passes through here.
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .int64(let number): number.databaseValue
        case .double(let number): number.databaseValue
        case .text(let text): text.column.databaseValue
        case .blob(let data): data.databaseValue
        }
    }
}

extension String {
    /// The text as a column holds it. SQLite is given texts that end at their first U+0000, so the symbol for it takes
    /// its place; otherwise identities that differ only after it would be one person's.
    var column: String { utf8.contains(0) ? replacing("\u{0}", with: "\u{2400}") : self }
}
