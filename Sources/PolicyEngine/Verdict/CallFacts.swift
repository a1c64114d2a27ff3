package import GatehouseModel

/// The facts about a call besides the claims: `call` in expressions.
package struct CallFacts: Sendable, Hashable {
    /// The endpoint's name; only its rules apply.
    package var endpoint: String
    package var step: Step
    package var dialect: DialectName
    /// The address that connected, without port; nil if unknown.
    package var ip: String?
    /// When the request was complete.
    package var time: Timestamp

    package init(endpoint: String, step: Step, dialect: DialectName, ip: String? = nil, time: Timestamp) {
        self.endpoint = endpoint
        self.step = step
        self.dialect = dialect
        self.ip = ip
        self.time = time
    }
}

extension CallFacts {
    /// The facts of a recorded call; nil if its endpoint was unknown.
    package init?(_ call: CallSummary, ip: String? = nil) {
        guard let step = call.step, let dialect = call.dialect else { return nil }
        self.init(endpoint: call.endpoint, step: step, dialect: dialect, ip: ip, time: call.time)
    }
}
