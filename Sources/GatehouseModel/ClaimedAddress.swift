/// An e-mail address from the claims, and the claim that holds it.
package struct ClaimedAddress: Sendable, Hashable {
    package enum Source: String, Sendable, Hashable, Codable {
        /// The claim `email`.
        case email
        /// The claim `signInName`, if it is an address and not a user name.
        case signInName
        /// One of `identities`.
        case identity
    }

    /// The address as received; it may be invalid.
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
    /// The name of the claim that holds the address or the user name of a local account.
    package static let signInName = "signInName"

    /// All addresses in the claims, without repetitions: the claim `email`, the claim `signInName` if it is an address,
    /// and identities that are addresses.
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

    /// If the claims came without `email`, uses the first other address as the e-mail address.
    package mutating func adoptAddress() {
        guard email == nil, let address = addresses.first else { return }
        email = address.text
        emailSource = address.source
    }
}

extension Identity {
    /// Whether the id is an e-mail address, as in local accounts and with one-time passcodes by mail.
    package var isAddress: Bool {
        switch signInType.lowercased() {
        case "emailaddress", "email": !issuerAssignedID.isBlank
        default: issuer == "mail" && issuerAssignedID.looksLikeAddress
        }
    }
}

extension String {
    /// Whether the text is empty or only white space.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Whether the text has an `@` of any width. Such a text is not a user name, though it may not be a valid address
    /// either.
    fileprivate var looksLikeAddress: Bool {
        unicodeScalars.contains { $0 == "@" || $0 == "\u{FF20}" || $0 == "\u{FE6B}" }
    }
}
