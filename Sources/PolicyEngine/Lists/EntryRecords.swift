package import GatehouseModel

/// Entries on their way into an `EntryIndex`, column by column; add them one by one as they are read.
package struct EntryRecords: Sendable {
    private(set) var kinds: [UInt8] = []
    private(set) var ids: [Int64] = []
    private(set) var expiries: [Int64] = []
    private(set) var offsets: [UInt32] = [0]
    private(set) var text: [UInt8] = []

    package init() {}

    /// Makes room for `count` entries of 24 bytes of text each.
    package init(reserving count: Int) {
        kinds.reserveCapacity(count)
        ids.reserveCapacity(count)
        expiries.reserveCapacity(count)
        offsets.reserveCapacity(count + 1)
        text.reserveCapacity(count * 24)
    }

    package var count: Int { kinds.count }

    /// Adds an entry. A later one with the same pattern replaces it.
    ///
    /// - Parameters:
    ///   - id: the store's number of the entry; comes back with each match.
    ///   - expires: from this moment on the entry matches nothing; nil for never.
    package mutating func append(_ pattern: EntryPattern, id: Int64, expires: Timestamp? = nil) {
        append(kind: pattern.kind, canonical: pattern.value, id: id, expires: expires)
    }

    /// Adds an entry from its stored parts; `value` must be canonical already.
    package mutating func append(kind: EntryPattern.Kind, canonical value: String, id: Int64, expires: Timestamp?) {
        append(tag: kind.tag, text: value.utf8, id: id, expiry: expires?.milliseconds ?? .max)
    }

    mutating func append(tag: UInt8, text: some Sequence<UInt8>, id: Int64, expiry: Int64) {
        // Offsets have 32 bits: 4 GiB of text, over ten million entries of the greatest length.
        guard self.text.count < Int(UInt32.max) - EntryPattern.lengthLimit else { return }
        kinds.append(tag)
        ids.append(id)
        expiries.append(expiry)
        self.text.append(contentsOf: text)
        offsets.append(UInt32(self.text.count))
    }

    static func expiry(_ milliseconds: Int64) -> Timestamp? {
        milliseconds == .max ? nil : Timestamp(milliseconds: milliseconds)
    }
}

extension EntryPattern.Kind {
    /// The kind in one byte.
    var tag: UInt8 {
        switch self {
        case .email: 0
        case .domain: 1
        case .subtree: 2
        case .children: 3
        case .issuer: 4
        }
    }

    init(tag: UInt8) {
        self =
            switch tag {
            case 0: .email
            case 1: .domain
            case 2: .subtree
            case 3: .children
            default: .issuer
            }
    }
}
