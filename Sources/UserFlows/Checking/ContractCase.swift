import Dialects
package import GatehouseModel

/// One request that `flows check` sends to an API, and the expected reaction.
package struct ContractCase: Sendable {
    /// What the API should do.
    package enum Expectation: Sendable, Hashable {
        /// An answer that conforms to the contract, whatever it decides.
        case contract
        /// The same, and the same decision as before.
        case sameAgain
        /// Refusal with 401 or 403, because the credentials are wrong or missing.
        case credentialsRefused
        /// Refusal with 400 to 499, because a provider would never send this.
        case refused
        /// A refusal or an answer that conforms to the contract, but no failure and no silence.
        case survived
    }

    /// What a case is about: the contract, by requests that providers send, or hardening, by requests that only others
    /// send. Only the contract decides whether sign-ups work.
    package enum Part: String, Sendable, Hashable, Codable { case contract, hardening }

    /// The credentials that the request carries.
    package enum Credentials: Sendable, Hashable { case right, wrong, none }

    /// The name for scripts: `full`, `no-credentials`.
    package var name: String
    /// The title for people.
    package var title: String
    package var method = "POST"
    package var mediaType = jsonMediaType
    package var body: [UInt8]
    package var credentials = Credentials.right
    package var expectation: Expectation
    /// A shell command that writes the body, if the body is too long or not text.
    package var bodyCommand: String?

    package var part: Part {
        switch expectation {
        case .contract, .sameAgain, .credentialsRefused: .contract
        case .refused, .survived: .hardening
        }
    }
}

extension ContractCase {
    /// All cases for an API, in order.
    ///
    /// - Parameter person: a person whom the API lets in, from whom all ordinary sign-ups are made.
    package static func suite(_ dialect: DialectName, _ step: Step, person: Claims? = nil) -> [ContractCase] {
        let signUps = SampleSignUps(dialect, step, person: person)
        return signUps.valid + signUps.hostile
    }

    /// A command that repeats the request. Credentials are named by their files and never shown.
    package func curl(_ target: CheckTarget) -> String {
        var parts = ["curl -sS -i -X \(method)"]
        if method != "GET" { parts.append("-H 'content-type: \(mediaType)'") }
        switch credentials {
        case .right: parts += target.curlCredentials
        case .wrong: parts.append(target.isBasic ? "-u 'nobody:wrong'" : "-H 'authorization: Bearer wrong'")
        case .none: break
        }
        if let file = target.trustFile { parts.append("--cacert \(Self.quoted(file))") }
        var before = ""
        if let bodyCommand {
            before = bodyCommand + " | "
            parts.append("--data-binary @-")
        } else if !body.isEmpty {
            parts.append("--data-binary \(Self.quoted(Self.ascii(body)))")
        }
        parts.append(target.curlURL)
        return before + parts.joined(separator: " ")
    }

    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

    /// The same JSON with everything but ASCII escaped, so that it can be copied from any terminal.
    private static func ascii(_ body: [UInt8]) -> String {
        var text = ""
        for unit in String(decoding: body, as: UTF8.self).utf16 {
            if (0x20...0x7E).contains(unit) {
                text.unicodeScalars.append(Unicode.Scalar(UInt8(truncatingIfNeeded: unit)))
            } else {
                let hex = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            }
        }
        return text
    }
}

/// The API to check, and the credentials to use.
package struct CheckTarget: Sendable {
    package var url: ConnectorURL
    package var dialect: DialectName
    package var step: Step
    package var authentication: Connector.Authentication
    /// How long the provider would wait for an answer.
    package var timeout: Duration
    package var trustedPEM: [UInt8]?
    /// The files that the credentials were read from, for the commands that repeat a request.
    package var files: [String]
    package var trustFile: String?
    /// A person whom the API lets in, from whom all ordinary sign-ups are made.
    package var person: Claims?
    /// Whether hardening counts too.
    package var strict: Bool

    package init(
        url: ConnectorURL,
        dialect: DialectName,
        step: Step,
        authentication: Connector.Authentication,
        timeout: Duration? = nil,
        trustedPEM: [UInt8]? = nil,
        files: [String] = [],
        trustFile: String? = nil,
        person: Claims? = nil,
        strict: Bool = false
    ) {
        self.url = url
        self.dialect = dialect
        self.step = step
        self.authentication = authentication
        self.timeout = timeout ?? dialect.facts.providerPatience
        self.trustedPEM = trustedPEM
        self.files = files
        self.trustFile = trustFile
        self.person = person
        self.strict = strict
    }

    var isBasic: Bool { if case .basic = authentication { true } else { false } }
    var hasCredentials: Bool { authentication != .none }

    fileprivate var curlCredentials: [String] {
        let file = files.first ?? "FILE"
        switch authentication {
        case .none: return []
        case .basic(let username, _):
            return ["-u \(ContractCase.quoted(username + ":"))\"$(cat \(ContractCase.quoted(file)))\""]
        case .bearer: return ["-H \"authorization: Bearer $(cat \(ContractCase.quoted(file)))\""]
        case .certificates:
            return ["--cert \(ContractCase.quoted(file))", "--key \(ContractCase.quoted(files.last ?? file))"]
        }
    }

    /// A URL whose query has values may contain a key, so it is not shown.
    fileprivate var curlURL: String { url.description == url.whole ? ContractCase.quoted(url.whole) : "\"$URL\"" }
}
