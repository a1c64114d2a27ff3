import StrictTOML

/// How an identity provider authenticates at an endpoint.
package struct Credential: Sendable, Hashable, Named {
    package var name: String
    package var kind: Kind

    package enum Kind: Sendable, Hashable {
        /// HTTP Basic authentication (RFC 7617).
        case basic(username: String, password: SecretSource)
    }

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

extension Credential {
    private enum Word: String, CaseIterable { case basic }

    init(_ table: StrictTable) throws(TOMLProblem) {
        name = try table.requirePathName()
        switch try table.requireChoice("kind", of: Word.self) {
        case .basic:
            kind = .basic(
                username: try table.requireUsername(),
                password: try SecretSource(table.requireTable("password"))
            )
        }
    }
}

extension StrictTable {
    /// A user name that HTTP Basic can transmit (RFC 7617): no colon, no control characters, at most 256 bytes.
    func requireUsername() throws(TOMLProblem) -> String {
        let username = try requireString("username")
        guard !username.contains(":"), username.utf8.count <= 256, username.utf8.allSatisfy({ $0 >= 0x20 }) else {
            throw problem(
                "username",
                "\(username.quoted()) cannot be a user name",
                remedy: "use at most 256 bytes without \":\" and control characters"
            )
        }
        return username
    }
}
