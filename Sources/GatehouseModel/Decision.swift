/// What Gatehouse answers, before any dialect gives it a wire form.
package enum Decision: Sendable, Hashable {
    /// Go on; `claims` are the values to change, empty for none.
    case `continue`(claims: [String: JSONValue])
    /// End the sign-up with a page that says `message`.
    case block(message: String)
    /// Back to the form; `fields` has a text for each field that is wrong, where the dialect can carry it.
    case invalid(message: String, fields: [String: String])
    /// A person has been asked; the applicant sees `message` on a block page.
    case pending(message: String)

    /// The word for it in the journal.
    package var outcome: Outcome {
        switch self {
        case .continue: .continue
        case .block: .block
        case .invalid: .invalid
        case .pending: .pending
        }
    }
}

/// How a call ended, in one word.
package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// The sign-up goes on, with changed claims or without.
    case `continue`
    /// A block page was shown.
    case block
    /// The person was sent back to the form.
    case invalid
    /// A person was asked.
    case pending
    /// The call itself was not accepted: wrong credentials, not JSON, too large, unknown endpoint.
    case refused
    /// Something of ours went wrong, and the endpoint's failure policy answered.
    case failed
}

/// What decided, in the form that scripts rely on: `list:blocked-domains`, `rule:postal code`, `approval:guests`,
/// `default`.
package struct Decider: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// Nothing matched: the endpoint's default.
    package static let byDefault = Decider(rawValue: "default")
    /// Our own failure and the endpoint's failure policy.
    package static let failurePolicy = Decider(rawValue: "failure-policy")
    package static func list(_ name: String) -> Decider { Decider(rawValue: "list:" + name) }
    package static func rule(_ name: String) -> Decider { Decider(rawValue: "rule:" + name) }
    package static func approval(_ queue: String) -> Decider { Decider(rawValue: "approval:" + queue) }
    package static func connector(_ name: String) -> Decider { Decider(rawValue: "connector:" + name) }

    package var description: String { rawValue }
}

extension Decider: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
