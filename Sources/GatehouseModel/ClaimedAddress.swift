/// An e-mail address that claims name, and where they name it.
package struct ClaimedAddress: Sendable, Hashable {
    package enum Source: String, Sendable, Hashable, Codable {
        /// The claim `email`.
        case email
        /// The claim `signInName`, where it is an address and not a user name.
        case signInName
        /// One of `identities`.
        case identity
    }

    /// The address as it came; perhaps not a valid one.
    package let text: String
    package let source: Source
}

extension ClaimedAddress.Source: CustomStringConvertible {
    package var description: String {
        switch self {
        case .email: "the claim email"
        case .signInName: "the claim signInName"
        case .identity: "an identity"
        }
    }
}

extension Claims {
    /// The claim that holds the address, or the user name, of a local account.
    package static let signInName = "signInName"

    /// Every address that the claims name, without repetitions: the claim `email`, the claim `signInName` where it is
    /// an address, the identities that are addresses.
    package var addresses: [ClaimedAddress] {
        var found: [ClaimedAddress] = []
        if let email { found.append(ClaimedAddress(text: email, source: emailSource ?? .email)) }
        func add(_ text: String, _ source: ClaimedAddress.Source) {
            guard !found.contains(where: { $0.text == text }) else { return }
            found.append(ClaimedAddress(text: text, source: source))
        }
        if let name = attributes[Self.signInName]?.string, name.looksLikeAddress { add(name, .signInName) }
        for identity in identities where identity.isAddress { add(identity.issuerAssignedID, .identity) }
        return found
    }

    /// Makes the first address that is named elsewhere the e-mail address of claims that came without one.
    package mutating func adoptAddress() {
        guard email == nil, let address = addresses.first else { return }
        email = address.text
        emailSource = address.source
    }
}

extension Identity {
    /// Whether the id is an e-mail address: in local accounts, and where a one-time passcode was mailed.
    package var isAddress: Bool {
        switch signInType.lowercased() {
        case "emailaddress", "email": !issuerAssignedID.isBlank
        default: issuer == "mail" && issuerAssignedID.looksLikeAddress
        }
    }
}

extension String {
    /// Whether there is nothing but white space.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Whether there is an `@`, in any of its widths: then it is no user name, though it may be no valid address.
    fileprivate var looksLikeAddress: Bool {
        unicodeScalars.contains { $0 == "@" || $0 == "\u{FF20}" || $0 == "\u{FE6B}" }
    }
}
