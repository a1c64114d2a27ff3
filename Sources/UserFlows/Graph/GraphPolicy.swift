import GatehouseModel

/// A Graph setup converted to policy: `[[connector]]` and `[[flow]]` tables to append to a document.
package struct GraphPolicy: Sendable, Hashable {
    /// The TOML text.
    package private(set) var text = ""
    package private(set) var connectors: [String] = []
    package private(set) var flows: [String] = []
    /// Sentences about what could not be converted or must be done by hand.
    package private(set) var notes: [String]

    /// Whether keys stay in the URLs.
    private let keepsKeys: Bool
    /// The policy's own text. A part that is in it word for word is not written again.
    private let present: String

    /// - Parameters:
    ///   - taken: names that the policy has already, of connectors and of flows.
    ///   - present: the policy's text, so that importing the same file again changes nothing.
    ///   - keepsKeys: whether keys stay in the URLs; else the policy names a file for each.
    package init(_ setup: GraphSetup, taken: Set<String> = [], present: String = "", keepsKeys: Bool = false) {
        notes = setup.notes
        self.keepsKeys = keepsKeys
        self.present = present
        var names: [String: String] = [:]
        var used = taken
        for connector in setup.connectors {
            let callers = setup.flows.filter { $0.steps.values.contains(connector.id ?? connector.displayName) }
            let dialect = callers.first?.dialect ?? .standard
            let added = add("connector", connector.displayName, &used) { $0.write(connector, $1, dialect: dialect) }
            let name = added.text
            names[connector.id ?? connector.displayName] = name
            if added.isNew { connectors.append(name) }
            if Set(callers.map(\.dialect)).count > 1 {
                notes.append("connector \(name): flows of both kinds call it; it is written with the first's dialect")
            }
        }
        used = taken
        for flow in setup.flows {
            let name = add("flow", Self.bare(flow.id), &used) { $0.write(flow, $1, names) }
            if name.isNew { flows.append(name.text) }
        }
    }

    /// Writes a part under a name that is free. A part that the policy has word for word keeps its name and is not
    /// written again.
    private mutating func add(
        _ kind: String,
        _ title: String,
        _ used: inout Set<String>,
        _ write: (inout GraphPolicy, String) -> Void
    ) -> (text: String, isNew: Bool) {
        var none: Set<String> = []
        let plain = Self.name(title, or: kind, &none)
        var trial = self
        trial.text = ""
        write(&trial, plain)
        if used.contains(plain), present.contains(trial.text.trimmedWhiteSpace) {
            notes.append("\(kind) \(plain): the policy has it already; it is not written again")
            return (plain, false)
        }
        let name = Self.name(title, or: kind, &used)
        write(&self, name)
        if name != plain {
            notes.append("\(kind) \(name): the policy has another \(kind) or connector named \(plain); compare the two")
        }
        return (name, true)
    }

    private mutating func write(_ connector: GraphConnector, _ name: String, dialect: DialectName) {
        let target = GraphTarget(connector.targetUrl)
        let keys = keepsKeys ? [] : target.keys
        text +=
            "[[connector]]\nname = \(name.toml)\nurl = \((keepsKeys ? target.whole : target.url).toml)\ndialect = \(dialect.rawValue.toml)\n"
        if !keys.isEmpty {
            let members = keys.map { "\(Self.key($0)) = { file = \("\(name).\($0)".toml) }" }
            text += "query = { \(members.joined(separator: ", ")) }\n"
        }
        for key in keys {
            notes.append(
                "connector \(name): the value of \(key) in its URL may be a key, so it is not taken over; write it into the file \(name).\(key) beside the policy, mode 0600"
            )
        }
        for remark in target.remarks { notes.append("connector \(name): \(remark)") }
        switch connector.authentication {
        case .none: break
        case .basic(let username):
            let file = "\(name).password"
            text +=
                "authentication = { basic = { username = \(username.toml), password = { file = \(file.toml) } } }\n"
            notes.append(
                "connector \(name): Graph never tells a password; write it into the file \(file) beside the policy, mode 0600"
            )
        case .certificates(let list):
            text +=
                "authentication = { client-certificate = [{ certificate = \("\(name).pem".toml), private-key = { file = \("\(name).key".toml) } }] }\n"
            notes.append(
                "connector \(name): Graph never tells a key; put certificate and key into \(name).pem and \(name).key beside the policy"
            )
            for certificate in list {
                let state = certificate.isActive ? "active" : "not active"
                notes.append(
                    "connector \(name): the tenant has \(certificate.thumbprint), valid \(certificate.notBefore) to \(certificate.notAfter), \(state)"
                )
            }
        }
        text += "\n"
    }

    private mutating func write(_ flow: GraphFlow, _ name: String, _ names: [String: String]) {
        var providers = flow.identityProviders
        if providers.isEmpty, flow.namesProviders {
            notes.append("flow \(name): none of its identity providers is known; add their issuers by hand")
        } else if providers.isEmpty {
            providers = ["google.com", "facebook.com", "mail", "ExternalAzureAD"]
            notes.append(
                "flow \(name): the file does not say which identity providers it has; correct them, or read it with $expand=userFlowIdentityProviders"
            )
        }
        text +=
            "[[flow]]\nname = \(name.toml)\nidentity-providers = [\(providers.map(\.toml).joined(separator: ", "))]\n"
        let steps = Step.allCases.compactMap { step in flow.steps[step].map { (step, $0) } }
        if !steps.isEmpty { text += "\n[flow.steps]\n" }
        for (step, connector) in steps {
            guard let known = names[connector] else {
                notes.append(
                    "flow \(name): the connector \(connector) of \(step.rawValue) is in none of the files; import it together with the flow"
                )
                text += "# \(step.rawValue) = the connector \(connector.toml), which is not here\n"
                continue
            }
            text += "\(step.rawValue) = \(known.toml)\n"
        }
        for attribute in flow.attributes {
            text += "\n[[flow.attribute]]\nname = \(attribute.name.toml)\n"
            if attribute.kind != .string { text += "type = \(attribute.kind.rawValue.toml)\n" }
            if attribute.isRequired { text += "required = true\n" }
            if let label = attribute.label { text += "label = \(String(label.prefix(128)).toml)\n" }
        }
        text += "\n"
    }

    /// A key of TOML, in quotes where it must be.
    private static func key(_ name: String) -> String {
        name.contains(".") || name.contains("~") ? name.toml : name
    }

    /// The flow's id without `B2X_1_`.
    private static func bare(_ id: String) -> String {
        guard id.hasPrefix("B2X_") || id.hasPrefix("B2C_") else { return id }
        let rest = id.dropFirst(4)
        let tail = rest.split(separator: "_", maxSplits: 1)
        return tail.count == 2 && tail[0].allSatisfy(\.isNumber) ? String(tail[1]) : String(rest)
    }

    /// A valid name for the policy that is not taken.
    private static func name(_ text: String, or fallback: String, _ used: inout Set<String>) -> String {
        var name = ""
        for byte in text.lowercased().utf8 {
            switch byte {
            case 0x61...0x7A, 0x30...0x39: name.append(Character(Unicode.Scalar(byte)))
            default: if !name.isEmpty, !name.hasSuffix("-") { name.append("-") }
            }
        }
        name = String(name.prefix(56))
        while name.hasSuffix("-") { name.removeLast() }
        if name.isEmpty { name = fallback }
        var number = 2
        let stem = name
        while !used.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        return name
    }
}

extension String {
    /// The text as a TOML basic string.
    fileprivate var toml: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            default:
                let isPlain =
                    scalar.value >= 0x20 && scalar.value != 0x7F && scalar.properties.generalCategory != .control
                if isPlain {
                    text.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return text + "\""
    }
}
