package import GatehouseModel

/// Collects entries for an `EntryIndex`, column by column; add them one by one as they are read.
package struct EntryRecords: Sendable {
    private(set) var kinds: [UInt8] = []
    private(set) var ids: [Int64] = []
    private(set) var expiries: [Int64] = []
    private(set) var offsets: [UInt32] = [0]
    private(set) var text: [UInt8] = []

    package init() {}

    /// Reserves space for `count` entries with 24 bytes of text each.
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
    /// - Returns: false if there is no more space. The texts may take 4 GiB in total, which is over ten million entries
    ///   of the maximum length.
    /// - Parameters:
    ///   - id: the entry's number in the store; returned with each match.
    ///   - expires: the time from which the entry no longer matches; nil for never.
    @discardableResult
    package mutating func append(_ pattern: EntryPattern, id: Int64, expires: Timestamp? = nil) -> Bool {
        append(kind: pattern.kind, canonical: pattern.value, id: id, expires: expires)
    }

    /// Adds an entry from its stored parts; `value` must already be canonical.
    @discardableResult
    package mutating func append(
        kind: EntryPattern.Kind,
        canonical value: String,
        id: Int64,
        expires: Timestamp?
    ) -> Bool {
        let expiry = expires?.milliseconds ?? .max
        guard kind == .cidr else { return append(tag: kind.tag, text: value.utf8, id: id, expiry: expiry) }
        let key = EntryPattern(kind: kind, canonical: value).key
        return append(tag: kind.tag, text: key, id: id, expiry: expiry)
    }

    @discardableResult
    mutating func append(tag: UInt8, text: some Collection<UInt8>, id: Int64, expiry: Int64) -> Bool {
        guard self.text.count + text.count <= Int(UInt32.max), kinds.count < Int(UInt32.max) - 1 else { return false }
        kinds.append(tag)
        ids.append(id)
        expiries.append(expiry)
        self.text.append(contentsOf: text)
        offsets.append(UInt32(truncatingIfNeeded: self.text.count))
        return true
    }

    static func expiry(_ milliseconds: Int64) -> Timestamp? {
        milliseconds == .max ? nil : Timestamp(milliseconds: milliseconds)
    }
}

extension EntryPattern.Kind {
    /// The kind as one byte. Kinds after `issuer` are checked only for lists that contain them.
    var tag: UInt8 {
        switch self {
        case .email: 0
        case .domain: 1
        case .subtree: 2
        case .children: 3
        case .issuer: 4
        case .cidr: 5
        case .pattern: 6
        case .value: 7
        }
    }

    init(tag: UInt8) {
        self =
            switch tag {
            case 0: .email
            case 1: .domain
            case 2: .subtree
            case 3: .children
            case 5: .cidr
            case 6: .pattern
            case 7: .value
            default: .issuer
            }
    }
}
