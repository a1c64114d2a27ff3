package import GatehouseModel

/// What is asked of the lists about one person, made ready once for all of them.
package struct Question: Sendable, Hashable {
    /// The address in its comparable form; nil when there was none or it is no address.
    package let email: EmailAddress?
    /// Sentences about claims that no list can look at.
    package let notes: [String]
    /// Every pattern that would match, most telling first: the address, its domain from the nearest label up (exactly,
    /// then with what is below it), the identity providers.
    let probes: [Probe]
    /// The texts of the probes.
    let bytes: [UInt8]

    /// At most this many identities are asked about.
    package static let identityLimit = 16

    package init(_ claims: Claims) {
        email = claims.email.flatMap(EmailAddress.init)
        let unreadable = claims.email != nil && email == nil
        notes =
            unreadable ? ["the claim email is no e-mail address, so no entry for addresses or domains can match"] : []
        var draft = Draft()
        if let email { draft.add(email) }
        for identity in claims.identities.prefix(Self.identityLimit) { draft.add(issuer: identity.issuer) }
        (probes, bytes) = (draft.probes, draft.bytes)
    }

    /// The question that `lists check VALUE` asks: an address, a domain, or an entry in its own notation.
    ///
    /// - Throws: `EntryError` when the value is none of these.
    package init(value: String) throws(EntryError) {
        let pattern = try EntryPattern(value)
        var draft = Draft()
        notes = []
        switch pattern.kind {
        case .email:
            email = EmailAddress(pattern.value)
            if let email { draft.add(email) }
        case .domain:
            email = nil
            draft.addDomain(pattern.value)
        case .subtree, .children, .issuer:
            email = nil
            draft.add(pattern.value, as: [pattern.kind])
        }
        (probes, bytes) = (draft.probes, draft.bytes)
    }
}

private struct Draft {
    var probes: [Probe] = []
    var bytes: [UInt8] = []

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

    /// The domain and its parents, which are all ends of the same text.
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
