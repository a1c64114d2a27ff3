package import GatehouseModel

/// All user flows of the policy.
package struct ListFlows: ControlRequest {
    package typealias Reply = Page<FlowSummary>
    package static let route = Route(.get, "/v1/flows", .viewer, "All user flows, with how far sign-ups came.")
    package init() {}
}

/// One user flow.
package struct GetFlow: ControlRequest {
    package typealias Reply = FlowSummary
    package static let route = Route(.get, "/v1/flows/{name}", .viewer, "One user flow.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// Begins a sign-up for a person who signed in at an identity provider, and calls the first connector.
package struct StartSignUp: ControlRequest {
    package typealias Reply = SignUpView
    package static let route = Route(.post, "/v1/flows/{name}/sign-ups", .approver, "Begin a sign-up.")

    package var flow: String
    package var person: SignUpPerson
    package init(flow: String, person: SignUpPerson) {
        self.flow = flow
        self.person = person
    }
    package var pathValues: [String] { [flow] }
    package var body: (any Encodable & Sendable)? { person }
}

/// What an identity provider says about a person.
package struct SignUpPerson: Codable, Sendable, Hashable {
    package var email: String?
    /// Empty for a local sign-up, which skips the first step.
    package var identities: [Identity]
    /// BCP 47 tags, best first.
    package var locales: [String]
    /// Further claims by name.
    package var claims: [String: JSONValue]

    package init(
        email: String? = nil,
        identities: [Identity] = [],
        locales: [String] = [],
        claims: [String: JSONValue] = [:]
    ) {
        self.email = email
        self.identities = identities
        self.locales = locales
        self.claims = claims
    }
}

/// Submits the form: validates it, calls the second connector and creates the account.
package struct SubmitSignUp: ControlRequest {
    package typealias Reply = SignUpView
    package static let route = Route(.post, "/v1/sign-ups/{id}/submit", .approver, "Send the form of a sign-up.")

    /// The body.
    package struct Body: Codable, Sendable {
        /// The typed values by attribute.
        package var attributes: [String: JSONValue]
    }

    package var id: String
    package var attributes: [String: JSONValue]
    package init(id: String, attributes: [String: JSONValue]) {
        self.id = id
        self.attributes = attributes
    }
    package var pathValues: [String] { [id] }
    package var body: (any Encodable & Sendable)? { Body(attributes: attributes) }
}

/// A sign-up as shown to the person, in the console, the CLI or on a page.
package struct SignUpView: Codable, Sendable, Hashable {
    package var signUp: SignUp
    /// The form, while the person has to fill it in.
    package var form: Form?
    /// The claims in the token, once the account exists.
    package var tokenClaims: [String: JSONValue]?
    /// How the time of this request was spent; nil if nothing was done.
    package var timing: SignUpTiming?

    package struct Form: Codable, Sendable, Hashable {
        package var attributes: [UserFlow.Attribute]
        /// The values in the form: prefilled, or typed before it was sent back.
        package var values: [String: JSONValue]
        /// Why it was sent back; nil the first time.
        package var message: String?
        /// Error messages by attribute.
        package var fieldMessages: [String: String]

        package init(
            attributes: [UserFlow.Attribute],
            values: [String: JSONValue] = [:],
            message: String? = nil,
            fieldMessages: [String: String] = [:]
        ) {
            self.attributes = attributes
            self.values = values
            self.message = message
            self.fieldMessages = fieldMessages
        }
    }

    package init(
        signUp: SignUp,
        form: Form? = nil,
        tokenClaims: [String: JSONValue]? = nil,
        timing: SignUpTiming? = nil
    ) {
        self.signUp = signUp
        self.form = form
        self.tokenClaims = tokenClaims
        self.timing = timing
    }
}

/// How the time of one sign-up request was spent, in milliseconds.
package struct SignUpTiming: Codable, Sendable, Hashable {
    /// Waiting for connectors.
    package var connectorMs: Double
    /// Waiting for stable storage.
    package var storageMs: Double
    /// Spent in the flow engine itself.
    package var engineMs: Double

    package init(connectorMs: Double, storageMs: Double, engineMs: Double) {
        self.connectorMs = connectorMs
        self.storageMs = storageMs
        self.engineMs = engineMs
    }
}

/// One sign-up as its person sees it now, to continue after a break.
package struct GetSignUpView: ControlRequest {
    package typealias Reply = SignUpView
    package static let route = Route(
        .get,
        "/v1/sign-ups/{id}/view",
        .approver,
        "One sign-up as the person sees it: the form with what stands in it."
    )
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Sign-ups, newest first.
package struct ListSignUps: FilteredRequest {
    package typealias Reply = Page<SignUp>
    package static let route = Route(.get, "/v1/sign-ups", .viewer, "Sign-ups of our own user flows, newest first.")

    /// In the query language: `flow stage email issuer code since until`.
    package var filter: String?
    package var limit: Int?
    package var cursor: String?

    package init(filter: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}

/// One sign-up with its timeline.
package struct GetSignUp: ControlRequest {
    package typealias Reply = SignUpDetail
    package static let route = Route(
        .get,
        "/v1/sign-ups/{id}",
        .viewer,
        "One sign-up by id or code, with its timeline."
    )
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// A sign-up with its timeline.
package struct SignUpDetail: Codable, Sendable, Hashable {
    /// One event of the timeline.
    package struct Moment: Codable, Sendable, Hashable {
        package var time: Timestamp
        /// In a few words: `started with google.com`, `sent back: enter a postal code`.
        package var what: String
        /// The call that the event was, if any: our call to a connector, or, if the connector is one of our own
        /// endpoints, the call that arrived there.
        package var call: CallSummary?

        package init(time: Timestamp, what: String, call: CallSummary? = nil) {
            self.time = time
            self.what = what
            self.call = call
        }
    }

    package var signUp: SignUp
    /// Oldest first.
    package var timeline: [Moment]
    /// The current claims; nil for viewers.
    package var claims: Claims?

    package init(signUp: SignUp, timeline: [Moment], claims: Claims? = nil) {
        self.signUp = signUp
        self.timeline = timeline
        self.claims = claims
    }
}

/// Accounts of the local directory, newest first.
package struct ListAccounts: FilteredRequest {
    package typealias Reply = Page<Account>
    package static let route = Route(.get, "/v1/accounts", .viewer, "Accounts of the local directory, newest first.")

    /// In the query language: `email domain issuer flow enabled since`.
    package var filter: String?
    package var limit: Int?
    package var cursor: String?

    package init(filter: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.filter = filter
        self.limit = limit
        self.cursor = cursor
    }
}

/// One account.
package struct GetAccount: ControlRequest {
    package typealias Reply = Account
    package static let route = Route(.get, "/v1/accounts/{id}", .viewer, "One account by id or address.")
    package var id: String
    package init(id: String) { self.id = id }
    package var pathValues: [String] { [id] }
}

/// Disables or enables an account. Audited.
package struct SetAccountEnabled: ControlRequest {
    package typealias Reply = Account
    package static let route = Route(.post, "/v1/accounts/{id}/enabled", .admin, "Disable or enable an account.")

    /// The body.
    package struct Body: Codable, Sendable {
        package var enabled: Bool
        package var reason: String?
    }

    package var id: String
    package var enabled: Bool
    package var reason: String?
    package init(id: String, enabled: Bool, reason: String? = nil) {
        self.id = id
        self.enabled = enabled
        self.reason = reason
    }
    package var pathValues: [String] { [id] }
    package var body: (any Encodable & Sendable)? { Body(enabled: enabled, reason: reason) }
}

/// Erases an account and the personal data that its sign-up kept. Audited, without personal data.
package struct EraseAccount: ControlRequest {
    package typealias Reply = Done
    package static let route = Route(.post, "/v1/accounts/{id}/erase", .admin, "Erase an account for good.")

    /// The body.
    package struct Body: Codable, Sendable { package var reason: String }

    package var id: String
    package var reason: String
    package init(id: String, reason: String) {
        self.id = id
        self.reason = reason
    }
    package var pathValues: [String] { [id] }
    package var body: (any Encodable & Sendable)? { Body(reason: reason) }
}
