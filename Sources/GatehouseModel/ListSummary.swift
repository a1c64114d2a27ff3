/// The effect of a match in a list.
package enum ListEffect: String, Sendable, Hashable, Codable, CaseIterable {
    /// Exempts from deny lists and from approval.
    case allow
    /// Shows a block page.
    case deny
    /// Creates an approval request.
    case approve
    /// No effect by itself; rules can use the list.
    case none
}

/// A list as shown on the Lists screen.
package struct ListSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    package var effect: ListEffect
    /// For effect `approve`: the queue of the approval request.
    package var queue: String?
    package var entries: Int
    /// Matches in the last 24 hours.
    package var hits24h: Int
    /// Entries that expire within 7 days.
    package var expiring: Int
    /// `by hand`, or the file of the newest import.
    package var source: String
    /// The date of the data according to the source of the newest import.
    package var asOf: Timestamp?
    package var updated: Timestamp?
    /// Increases with each change of the list or its entries.
    package var revision: Int

    package init(
        name: String,
        effect: ListEffect,
        queue: String? = nil,
        entries: Int,
        hits24h: Int = 0,
        expiring: Int = 0,
        source: String = "by hand",
        asOf: Timestamp? = nil,
        updated: Timestamp? = nil,
        revision: Int = 0
    ) {
        self.name = name
        self.effect = effect
        self.queue = queue
        self.entries = entries
        self.hits24h = hits24h
        self.expiring = expiring
        self.source = source
        self.asOf = asOf
        self.updated = updated
        self.revision = revision
    }

    private enum CodingKeys: String, CodingKey {
        case name, effect, queue, entries, expiring, source, asOf, updated, revision
        case hits24h = "hits_24h"
    }
}

/// One entry of a list.
package struct ListEntry: Sendable, Hashable, Codable, Identifiable {
    package var id: String { entry }
    /// The entry in its notation.
    package var entry: String
    package var kind: EntryPattern.Kind
    /// The canonical value without notation.
    package var value: String
    package var comment: String?
    package var owner: String?
    package var ticket: String?
    /// `by hand` or the file it was imported from.
    package var source: String
    package var created: Timestamp
    package var expires: Timestamp?
    package var hits: Int
    package var lastHit: Timestamp?

    package init(
        pattern: EntryPattern,
        comment: String? = nil,
        owner: String? = nil,
        ticket: String? = nil,
        source: String = "by hand",
        created: Timestamp,
        expires: Timestamp? = nil,
        hits: Int = 0,
        lastHit: Timestamp? = nil
    ) {
        self.entry = pattern.notation
        self.kind = pattern.kind
        self.value = pattern.value
        self.comment = comment
        self.owner = owner
        self.ticket = ticket
        self.source = source
        self.created = created
        self.expires = expires
        self.hits = hits
        self.lastHit = lastHit
    }
}
