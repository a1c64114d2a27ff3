/// The answer of Gatehouse, before a dialect writes it in its wire format.
package enum Decision: Sendable, Hashable {
    /// Continues; `claims` are the values to change, empty for none.
    case `continue`(claims: [String: JSONValue])
    /// Ends the sign-up with a block page that shows `message`.
    case block(message: String)
    /// Sends the person back to the form. `fields` has a text for each wrong field, if the dialect supports that.
    case invalid(message: String, fields: [String: String])
    /// An approver has been asked; the applicant sees `message` on a block page.
    case pending(message: String)

    /// The outcome for the journal.
    package var outcome: Outcome {
        switch self {
        case .continue: .continue
        case .block: .block
        case .invalid: .invalid
        case .pending: .pending
        }
    }
}

/// The result of a call, in one word.
package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// The sign-up continues, with or without changed claims.
    case `continue`
    /// A block page was shown.
    case block
    /// The person was sent back to the form.
    case invalid
    /// A person was asked.
    case pending
    /// The call was not accepted: wrong credentials, not JSON, too large, unknown endpoint.
    case refused
    /// An internal error occurred, and the endpoint's failure policy answered.
    case failed
}

/// What decided a call, in the form that scripts rely on: `list:blocked-domains`, `rule:postal code`,
/// `approval:guests`, `default`.
package struct Decider: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// The endpoint's default, because nothing matched.
    package static let byDefault = Decider(rawValue: "default")
    /// The endpoint's failure policy, because of an internal error.
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
