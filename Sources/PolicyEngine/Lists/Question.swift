package import GatehouseModel

/// The facts about one person that lists are checked for, prepared once for all lists.
package struct Question: Sendable, Hashable {
    /// The address in its comparable form; nil if there is none or it is invalid.
    package let email: EmailAddress?
    /// The same about each further address that the claims name.
    let others: [Question]
    /// Remarks about claims that no list can check.
    package let notes: [String]
    /// Every pattern that would match, the most specific first: the address, its domain and parent domains (exactly,
    /// then with subdomains), the identity providers.
    let probes: [Probe]
    /// The texts of the probes.
    let bytes: [UInt8]
    /// The range of the canonical address in `bytes`, for patterns.
    let address: Range<Int>?
    /// The claims that entries may compare.
    let attributes: [String: JSONValue]
    /// The IP address or network for which matching networks are looked up.
    package let client: IPNetwork?
    /// Whether any address in the claims is invalid.
    let hasUnreadableEmail: Bool
    /// Whether the claims of a call name no address at all.
    let hasNoAddress: Bool

    /// The maximum number of identities that are checked.
    package static let identityLimit = 16

    /// The claim in which a provider sends the person's own IP address.
    package static let clientClaim = "ipAddress"

    /// - Parameter client: the IP address that connected. The claim `ipAddress`, if present, takes precedence.
    package init(_ claims: Claims, client: String? = nil) {
        let addresses = ReadAddress.all(in: claims)
        self.init(claims, about: addresses.first, client: client, addresses)
    }

    private init(_ claims: Claims, about read: ReadAddress?, client: String?, _ all: [ReadAddress]) {
        email = read?.email
        var notes = ReadAddress.notes(all)
        hasUnreadableEmail = all.contains { $0.email == nil }
        others = all.dropFirst().map { Question(claims, about: $0, client: client, []) }
        let claimed = claims.attributes[Self.clientClaim]
        self.client = (claimed.map(\.string) ?? client).flatMap(IPNetwork.init(address:))
        if claimed != nil, self.client == nil {
            notes.append("the claim ipAddress is no IP address, so no entry for networks can match")
        }
        hasNoAddress = all.isEmpty && read == nil
        notes += Self.roundedNumbers(in: claims.attributes)
        self.notes = notes
        attributes = claims.attributes
        var draft = Draft()
        if let email { draft.add(email) }
        for identity in claims.identities.prefix(Self.identityLimit) where !identity.issuer.isEmpty {
            draft.add(issuer: identity.issuer)
        }
        (probes, bytes, address) = (draft.probes, draft.bytes, draft.address)
    }

    /// Remarks about numbers that JSON readers, ours among them, may have rounded: whole numbers beyond 64 bits, and
    /// others beyond 2^53.
    private static func roundedNumbers(in attributes: [String: JSONValue]) -> [String] {
        var names: [String] = []
        for (name, value) in attributes {
            if case .double(let number) = value, abs(number) >= 0x1p53 { names.append(name) }
        }
        return names.sorted().prefix(8).map { name in
            "the claim \(name.prefix(64)) is a number beyond 2^53 and may have been rounded; have it sent as text"
        }
    }

    /// The question for `lists check VALUE`: an address, a domain, an IP address, or an entry in its own notation. A
    /// network matches entries that contain all of it, a pattern only itself.
    ///
    /// - Throws: `EntryError` if the value is none of these.
    package init(value: String) throws(EntryError) {
        self.init(asking: try EntryPattern(value))
    }

    private init(asking pattern: EntryPattern) {
        var draft = Draft()
        notes = []
        others = []
        hasUnreadableEmail = false
        hasNoAddress = false
        email = pattern.kind == .email ? EmailAddress(pattern.value) : nil
        client = pattern.kind == .cidr ? try? IPNetwork(notation: pattern.value) : nil
        let test = pattern.kind == .value ? ClaimTest.parts(pattern.value) : nil
        attributes = test.map { [$0.name: .string($0.value)] } ?? [:]
        switch pattern.kind {
        case .email: if let email { draft.add(email) }
        case .domain: draft.addDomain(pattern.value)
        case .subtree, .children, .issuer, .pattern: draft.add(pattern.value, as: [pattern.kind])
        case .cidr, .value: break
        }
        (probes, bytes, address) = (draft.probes, draft.bytes, draft.address)
    }
}

extension Question {
    /// The question for `text in list("name")` in expressions. An address is checked with its domain and parent
    /// domains; other text as an IP address, a domain or an identity provider. Text is never read as the notation of an
    /// entry.
    init(asking text: String) {
        var draft = Draft()
        notes = []
        others = []
        hasUnreadableEmail = false
        hasNoAddress = false
        attributes = [:]
        email = text.utf8.contains(UInt8(ascii: "@")) ? EmailAddress(text) : nil
        client = email == nil ? IPNetwork(address: text) : nil
        if let email {
            draft.add(email)
        } else {
            if let domain = DomainName(text) { draft.addDomain(domain.ascii) }
            draft.add(issuer: text)
        }
        (probes, bytes, address) = (draft.probes, draft.bytes, draft.address)
    }
}

private struct Draft {
    var probes: [Probe] = []
    var bytes: [UInt8] = []
    var address: Range<Int>?

    init() {
        probes.reserveCapacity(16)
        bytes.reserveCapacity(96)
    }

    mutating func add(_ email: EmailAddress) {
        let start = bytes.count
        bytes.append(contentsOf: email.local.utf8)
        bytes.append(UInt8(ascii: "@"))
        let domain = bytes.count
        bytes.append(contentsOf: email.domain.ascii.utf8)
        address = start..<bytes.count
        probe(start..<bytes.count, [.email])
        probeDomain(domain..<bytes.count)
    }

    mutating func addDomain(_ ascii: String) {
        let start = bytes.count
        bytes.append(contentsOf: ascii.utf8)
        probeDomain(start..<bytes.count)
    }

    mutating func add(issuer: String) {
        guard issuer.utf8.count <= EntryPattern.lengthLimit else { return }
        add(issuer.lowercased(), as: [.issuer])
    }

    mutating func add(_ text: String, as kinds: [EntryPattern.Kind]) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        probe(start..<bytes.count, kinds)
    }

    /// Adds the domain and its parents, all of which are suffixes of the same text.
    private mutating func probeDomain(_ range: Range<Int>) {
        probe(range, [.domain, .subtree])
        for position in range where bytes[position] == UInt8(ascii: ".") {
            probe(position + 1..<range.upperBound, [.children, .subtree])
        }
    }

    private mutating func probe(_ range: Range<Int>, _ kinds: [EntryPattern.Kind]) {
        let hash = bytes.withUnsafeBytes { KeyedHash.ofProcess(UnsafeRawBufferPointer(rebasing: $0[range])) }
        for kind in kinds {
            probes.append(Probe(kind: kind.tag, range: range, hash: Probe.blend(hash, kind.tag)))
        }
    }
}
