package import GatehouseModel

/// Which lists a value is in.
package struct CheckValue: ControlRequest {
    package typealias Reply = CheckReply
    package static let route = Route(
        .get,
        "/v1/check",
        .viewer,
        "Which entries match an address, a domain, an identity provider, an IP address or a claim's value."
    )
    /// An address, a domain, `issuer:name`, an IP address, `value:claim=text`, or an entry.
    package var value: String
    package init(value: String) { self.value = value }
    package var query: [(name: String, value: String)] { [("value", value)] }
}

/// All matches of a value, in the order in which lists are evaluated.
package struct CheckReply: Codable, Sendable, Hashable {
    package struct Match: Codable, Sendable, Hashable {
        package var list: String
        package var effect: ListEffect
        package var entry: ListEntry
        /// Whether this is the match that decides.
        package var decides: Bool

        package init(list: String, effect: ListEffect, entry: ListEntry, decides: Bool) {
            self.list = list
            self.effect = effect
            self.entry = entry
            self.decides = decides
        }
    }

    /// The value in canonical form.
    package var value: String
    package var matches: [Match]

    package init(value: String, matches: [Match]) {
        self.value = value
        self.matches = matches
    }
}

/// The effect that an entry would have had on the calls of the last days.
package struct GetImpact: ControlRequest {
    package typealias Reply = Impact
    package static let route = Route(
        .get,
        "/v1/impact",
        .viewer,
        "What an entry would have matched in the last days, and who waits now."
    )
    /// In the entry notation.
    package var entry: String
    /// 1 to 30; by default 7.
    package var days: Int?
    package init(entry: String, days: Int? = nil) {
        self.entry = entry
        self.days = days
    }
    package var query: [(name: String, value: String)] { pairs(("entry", entry), ("days", days.map(String.init))) }
}

/// The effect of a list entry.
package struct Impact: Codable, Sendable, Hashable {
    /// In the entry notation, canonical.
    package var entry: String
    /// What the entry matches, in words: `b.example and everything below it`.
    package var explanation: String
    package var days: Int
    package var calls: Int
    /// The number of different addresses in these calls.
    package var people: Int
    package var outcomes: [String: Int]
    /// Pending requests that it would match, at most 20.
    package var waiting: [Approval]
    package var waitingCount: Int
    /// Calls whose relevant data is no longer kept.
    package var unknown: Int
    /// What the numbers do not include.
    package var remarks: [String]
    /// False if only a part of the journal was searched.
    package var complete: Bool

    package init(
        entry: String,
        explanation: String,
        days: Int,
        calls: Int,
        people: Int,
        outcomes: [String: Int],
        waiting: [Approval],
        waitingCount: Int,
        unknown: Int = 0,
        remarks: [String] = [],
        complete: Bool
    ) {
        self.entry = entry
        self.explanation = explanation
        self.days = days
        self.calls = calls
        self.people = people
        self.outcomes = outcomes
        self.waiting = waiting
        self.waitingCount = waitingCount
        self.unknown = unknown
        self.remarks = remarks
        self.complete = complete
    }
}
