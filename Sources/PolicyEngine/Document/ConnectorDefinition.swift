package import GatehouseModel
import StrictTOML

/// An outbound API connector as defined in the policy.
package struct ConnectorDefinition: Sendable, Hashable, Named {
    package var name: String
    package var url: ConnectorURL
    /// What is added to the URL's query when it is called, in order: keys that stay out of the document.
    package var query: [QueryItem] = []
    package var dialect: DialectName
    package var authentication: Authentication
    /// The time limit of one attempt.
    package var timeout: Duration
    /// The number of attempts after the first.
    package var retries: Int
    /// Exceptions to the blocked address ranges: networks that this connector may call.
    package var allowed: [IPNetwork]
    /// A PEM file of certificate authorities to trust instead of the system's.
    package var trustFile: String?
    package var isEnabled: Bool

    /// A name in the URL's query whose value is kept elsewhere.
    package struct QueryItem: Sendable, Hashable {
        package var name: String
        package var value: SecretSource

        package init(name: String, value: SecretSource) {
            self.name = name
            self.value = value
        }
    }

    package enum Authentication: Sendable, Hashable {
        case none
        /// HTTP Basic authentication (RFC 7617).
        case basic(username: String, password: SecretSource)
        /// A bearer token (RFC 6750).
        case bearer(SecretSource)
        case certificates([Certificate])
    }

    /// A client certificate. Several may be valid at the same time.
    package struct Certificate: Sendable, Hashable {
        /// A PEM file, relative to the policy's directory unless it starts with `/`.
        package var file: String
        package var privateKey: SecretSource
        /// When it was added to the connector. Defaults to the start of its validity.
        package var uploaded: Timestamp?
    }

    /// The maximum number of client certificates per connector.
    static let certificateLimit = 16
    /// The most members of `query`.
    static let queryLimit = 16
    /// The most exceptions of one connector.
    static let allowLimit = 64
}

extension ConnectorDefinition {
    init(_ table: StrictTable) throws(TOMLProblem) {
        name = try table.requirePathName()
        url = try Self.url(table)
        query = try Self.query(table, url)
        dialect = try table.requireChoice("dialect")
        authentication = try table.table("authentication").map(Authentication.init) ?? .none
        timeout = try table.duration("timeout", in: .milliseconds(100)...(.seconds(60))) ?? .seconds(20)
        retries = try table.integer("retries", in: 0...3) ?? 1
        allowed = try Self.allowed(table)
        trustFile = try table.string("ca")
        isEnabled = try table.bool("enabled") ?? true
        try checkPlaintext(table)
        if !url.isTLS, trustFile != nil {
            throw table.problem("ca", "there is no TLS to \(url)", remedy: "remove ca, or write https://")
        }
    }

    private static func url(_ table: StrictTable) throws(TOMLProblem) -> ConnectorURL {
        let text = try table.requireString("url")
        do throws(ConnectorURLProblem) {
            return try ConnectorURL(text)
        } catch {
            // The query may contain a key, so the message does not repeat the URL.
            throw table.problem(
                "url",
                "the URL cannot be called: \(error)",
                remedy: "write it as in \"https://api.b.example/sign-ups\""
            )
        }
    }

    private static func query(_ table: StrictTable, _ url: ConnectorURL) throws(TOMLProblem) -> [QueryItem] {
        guard let members = try table.table("query") else { return [] }
        let names = members.keys
        guard names.count <= queryLimit else {
            throw table.problem("query", "there are \(names.count) members", remedy: "keep to \(queryLimit)")
        }
        var items: [QueryItem] = []
        for name in names {
            guard !name.isEmpty, name.utf8.count <= 64, name.utf8.allSatisfy(ConnectorURL.isUnreserved) else {
                throw members.problem(
                    name,
                    "\(name.quoted()) cannot be a name in a query",
                    remedy: "use letters, digits, \"-\", \"_\", \".\" and \"~\""
                )
            }
            guard !url.queryNames.contains(name) else {
                throw members.problem(name, "the URL has \(name.quoted()) already", remedy: "leave it in one place")
            }
            items.append(QueryItem(name: name, value: try SecretSource(members.requireTable(name))))
        }
        return items
    }

    private static func allowed(_ table: StrictTable) throws(TOMLProblem) -> [IPNetwork] {
        let texts = try table.strings("allow") ?? []
        guard texts.count <= allowLimit else {
            throw table.problem("allow", "there are \(texts.count) exceptions", remedy: "keep to \(allowLimit)")
        }
        var blocks: [IPNetwork] = []
        for text in texts {
            do throws(IPNetwork.Fault) {
                blocks.append(try IPNetwork(notation: text))
            } catch {
                let remedy =
                    if case .hostBits(let block, _) = error {
                        "write \(block.notation.quoted())"
                    } else {
                        "write an address or a block such as \"10.1.2.0/24\""
                    }
                throw table.problem("allow", "\(text.quoted()) is no block of addresses", remedy: remedy)
            }
        }
        return blocks
    }

    /// Requires that a plain `http` URL points to this machine and is explicitly allowed, since it sends claims and
    /// credentials unencrypted.
    private func checkPlaintext(_ table: StrictTable) throws(TOMLProblem) {
        guard !url.isTLS else { return }
        let remedy = "write https://, or http:// with an address of this machine that allow names: \"127.0.0.1/32\""
        guard let address = IPNetwork(address: url.host), address.isLoopback else {
            throw table.problem("url", "\(url) would send people's data in the clear", remedy: remedy)
        }
        guard allowed.contains(where: { $0.family == address.family && address.widened(to: $0.length) == $0 }) else {
            throw table.problem("url", "\(url.host) is this machine, which is closed to connectors", remedy: remedy)
        }
        if case .certificates = authentication {
            throw table.problem(
                "authentication",
                "a client certificate needs TLS, and \(url) has none",
                remedy: "write https://, or another authentication"
            )
        }
    }
}

extension ConnectorDefinition.Authentication {
    private static let remedy = "write { basic = {…} }, { bearer = {…} } or { client-certificate = [{…}] }"

    init(_ table: StrictTable) throws(TOMLProblem) {
        let basic = try table.table("basic")
        let bearer = try table.table("bearer")
        let certificates = try table.tables("client-certificate")
        let count = (basic == nil ? 0 : 1) + (bearer == nil ? 0 : 1) + (certificates.isEmpty ? 0 : 1)
        guard count <= 1 else { throw table.problem("there is more than one authentication here", remedy: Self.remedy) }
        if let basic {
            self = .basic(
                username: try basic.requireUsername(),
                password: try SecretSource(basic.requireTable("password"))
            )
        } else if let bearer {
            self = .bearer(try SecretSource(bearer))
        } else if !certificates.isEmpty {
            self = .certificates(try Self.read(certificates, table))
        } else {
            try table.finish()
            throw table.problem("the authentication is empty", remedy: Self.remedy)
        }
    }

    private static func read(
        _ tables: [StrictTable],
        _ whole: StrictTable
    ) throws(TOMLProblem) -> [ConnectorDefinition.Certificate] {
        guard tables.count <= ConnectorDefinition.certificateLimit else {
            throw whole.problem(
                "client-certificate",
                "there are \(tables.count) client certificates",
                remedy: "keep to \(ConnectorDefinition.certificateLimit), and remove those that have expired"
            )
        }
        var found: [ConnectorDefinition.Certificate] = []
        for table in tables {
            let file = try table.requireString("certificate")
            guard !found.contains(where: { $0.file == file }) else {
                throw table.problem("certificate", "\(file.quoted()) is there twice", remedy: "name it once")
            }
            var uploaded: Timestamp?
            if let text = try table.string("uploaded") {
                uploaded = Timestamp(text)
                guard uploaded != nil else {
                    throw table.problem(
                        "uploaded",
                        "\(text.quoted()) is no date",
                        remedy: "write a day, \"2026-11-01\", or a time, \"2026-11-01T12:00:00Z\""
                    )
                }
            }
            let key = try SecretSource(table.requireTable("private-key"))
            found.append(.init(file: file, privateKey: key, uploaded: uploaded))
        }
        return found
    }
}

extension IPNetwork {
    /// Whether the address is a loopback address.
    fileprivate var isLoopback: Bool {
        switch family {
        case .v4: bits >> 120 == 127
        case .v6: bits == 1
        }
    }
}
