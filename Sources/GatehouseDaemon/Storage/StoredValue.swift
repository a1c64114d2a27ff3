package import Foundation
internal import GRDB

/// A value as a column holds it.
package enum StoredValue: Sendable, Hashable {
    case null
    case int64(Int64)
    case double(Double)
    case text(String)
    case blob(Data)
}

/// What may be given to a statement as a value.
package protocol Storable {
    var storedValue: StoredValue { get }
}

/// The values of a statement, in the order of its question marks. Written as an array; nil is null.
package struct StoredValues: Sendable, ExpressibleByArrayLiteral {
    package private(set) var all: [StoredValue]

    package init(arrayLiteral elements: (any Storable)?...) { self.init(elements) }

    package init(_ elements: [(any Storable)?]) { all = elements.map { $0?.storedValue ?? .null } }

    package init(_ elements: [some Storable]) { all = elements.map(\.storedValue) }

    package static func + (first: StoredValues, second: StoredValues) -> StoredValues {
        var sum = first
        sum.all += second.all
        return sum
    }

    package static func += (values: inout StoredValues, more: StoredValues) { values.all += more.all }
}

extension StoredValue: Storable {
    package var storedValue: StoredValue { self }
}

extension Int64: Storable {
    package var storedValue: StoredValue { .int64(self) }
}

extension Int: Storable {
    package var storedValue: StoredValue { .int64(Int64(self)) }
}

extension UInt32: Storable {
    package var storedValue: StoredValue { .int64(Int64(self)) }
}

extension Bool: Storable {
    package var storedValue: StoredValue { .int64(self ? 1 : 0) }
}

extension Double: Storable {
    package var storedValue: StoredValue { .double(self) }
}

extension String: Storable {
    package var storedValue: StoredValue { .text(self) }
}

extension Data: Storable {
    package var storedValue: StoredValue { .blob(self) }
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
