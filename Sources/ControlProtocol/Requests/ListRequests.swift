package import GatehouseModel

/// All lists of the policy.
package struct ListLists: ControlRequest {
    package typealias Reply = Page<ListSummary>
    package static let route = Route(.get, "/v1/lists", .viewer, "All lists, in the order they are looked at.")
    package init() {}
}

/// One list.
package struct GetList: ControlRequest {
    package typealias Reply = ListSummary
    package static let route = Route(.get, "/v1/lists/{name}", .viewer, "One list.")
    package var name: String
    package init(name: String) { self.name = name }
    package var pathValues: [String] { [name] }
}

/// The entries of one list, newest first.
package struct ListEntries: ControlRequest {
    package typealias Reply = Page<ListEntry>
    package static let route = Route(.get, "/v1/lists/{name}/entries", .viewer, "Entries of one list, newest first.")
    package var name: String
    /// Text that the entry contains.
    package var contains: String?
    package var limit: Int?
    package var cursor: String?
    package init(name: String, contains: String? = nil, limit: Int? = nil, cursor: String? = nil) {
        self.name = name
        self.contains = contains
        self.limit = limit
        self.cursor = cursor
    }
    package var pathValues: [String] { [name] }
    package var query: [(name: String, value: String)] {
        pairs(("contains", contains), ("limit", limit.map(String.init)), ("cursor", cursor))
    }
}

/// An entry somebody wants to have in a list.
package struct EntryDraft: Codable, Sendable, Hashable {
    /// In the entry notation.
    package var entry: String
    package var comment: String?
    package var owner: String?
    package var ticket: String?
    package var expires: Timestamp?

    package init(
        entry: String,
        comment: String? = nil,
        owner: String? = nil,
        ticket: String? = nil,
        expires: Timestamp? = nil
    ) {
        self.entry = entry
        self.comment = comment
        self.owner = owner
        self.ticket = ticket
        self.expires = expires
    }
}

/// Adds entries, all or none; an entry that is there already takes over the fields that are given.
package struct AddEntries: ControlRequest {
    package typealias Reply = EntriesChanged
    package static let route = Route(
        .post,
        "/v1/lists/{name}/entries",
        .approver,
        "Add up to 1,000 entries, all or none; one that is there takes over the fields given."
    )

    /// The body.
    package struct Body: Codable, Sendable {
        package var entries: [EntryDraft]
        /// Only say what would happen.
        package var dryRun: Bool?
    }

    package var name: String
    package var entries: [EntryDraft]
    package var dryRun: Bool
    package init(name: String, entries: [EntryDraft], dryRun: Bool = false) {
        self.name = name
        self.entries = entries
        self.dryRun = dryRun
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(entries: entries, dryRun: dryRun ? true : nil) }
}

/// Removes entries, all or none.
package struct RemoveEntries: ControlRequest {
    package typealias Reply = EntriesChanged
    package static let route = Route(
        .post,
        "/v1/lists/{name}/entries/remove",
        .approver,
        "Remove up to 1,000 entries, all or none."
    )

    /// The body.
    package struct Body: Codable, Sendable {
        package var entries: [String]
        package var dryRun: Bool?
    }

    package var name: String
    package var entries: [String]
    package var dryRun: Bool
    package init(name: String, entries: [String], dryRun: Bool = false) {
        self.name = name
        self.entries = entries
        self.dryRun = dryRun
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(entries: entries, dryRun: dryRun ? true : nil) }
}

/// Changes the fields of one entry.
package struct EditEntry: ControlRequest {
    package typealias Reply = EntriesChanged
    package static let route = Route(
        .patch,
        "/v1/lists/{name}/entries",
        .approver,
        "Set comment, owner, ticket and expiry of one entry."
    )

    package var name: String
    /// All four fields are set as given; a nil one is cleared.
    package var entry: EntryDraft
    package init(name: String, entry: EntryDraft) {
        self.name = name
        self.entry = entry
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { entry }
}

/// Takes back one change of a list.
package struct UndoListChange: ControlRequest {
    package typealias Reply = EntriesChanged
    package static let route = Route(
        .post,
        "/v1/lists/{name}/undo",
        .approver,
        "Take back one change of this list by its number."
    )

    /// The body.
    package struct Body: Codable, Sendable { package var change: Int }

    package var name: String
    /// From `EntriesChanged.change`.
    package var change: Int
    package init(name: String, change: Int) {
        self.name = name
        self.change = change
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { Body(change: change) }
}

/// What a change did to a list, or would do.
package struct EntriesChanged: Codable, Sendable, Hashable {
    /// The list after the change.
    package var list: ListSummary
    package var added: [ListEntry]
    /// Entries that were there and whose fields changed.
    package var updated: [ListEntry]
    package var removed: [ListEntry]
    /// Entries that were there as asked, or were not there to remove.
    package var unchanged: [String]
    /// The number to undo it by; nil when nothing changed.
    package var change: Int?
    /// Whether this was only a preview.
    package var dryRun: Bool

    package init(
        list: ListSummary,
        added: [ListEntry] = [],
        updated: [ListEntry] = [],
        removed: [ListEntry] = [],
        unchanged: [String] = [],
        change: Int? = nil,
        dryRun: Bool = false
    ) {
        self.list = list
        self.added = added
        self.updated = updated
        self.removed = removed
        self.unchanged = unchanged
        self.change = change
        self.dryRun = dryRun
    }
}

/// Imports many entries at once; the reply is a stream of `ImportProgress` lines.
///
/// The body is plain text (one entry a line, `#` comments) or CSV with a header, at most 128 MiB; see
/// `ControlClient.importEntries`.
package enum ImportEntries {
    package static let route = Route(
        .put,
        "/v1/lists/{name}/import",
        .approver,
        "Import entries from plain lines (text/plain) or CSV (text/csv); answers NDJSON progress and a report."
    )
}

package typealias ImportProgress = ProgressLine<ImportReport>

/// What an import did, or would do. Any bad line means that nothing was imported.
package struct ImportReport: Codable, Sendable, Hashable {
    package struct BadLine: Codable, Sendable, Hashable {
        package var line: Int
        package var detail: String

        package init(line: Int, detail: String) {
            self.line = line
            self.detail = detail
        }
    }

    package var list: ListSummary
    package var lines: Int
    package var added: Int
    package var updated: Int
    /// There already, as given.
    package var unchanged: Int
    /// With replace: entries that went.
    package var removed: Int
    /// Given more than once in the file.
    package var repeated: Int
    package var badLines: Int
    /// With refresh: entries of the file that people removed by hand and that stay so.
    package var keptOut: Int
    /// The first bad lines, at most 100.
    package var bad: [BadLine]
    package var change: Int?
    package var dryRun: Bool

    package init(
        list: ListSummary,
        lines: Int,
        added: Int,
        updated: Int,
        unchanged: Int,
        removed: Int,
        repeated: Int,
        badLines: Int,
        keptOut: Int = 0,
        bad: [BadLine],
        change: Int? = nil,
        dryRun: Bool
    ) {
        self.list = list
        self.lines = lines
        self.added = added
        self.updated = updated
        self.unchanged = unchanged
        self.removed = removed
        self.repeated = repeated
        self.badLines = badLines
        self.keptOut = keptOut
        self.bad = bad
        self.change = change
        self.dryRun = dryRun
    }
}

/// The entries of one list as CSV (`entry,comment,owner,ticket,expires`); see `ControlClient.exportEntries`.
package enum ExportEntries {
    package static let route = Route(.get, "/v1/lists/{name}/export", .approver, "All entries of one list as CSV.")
}

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

/// All matches of a value, in the order in which lists decide.
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

/// What an entry would have done to the calls of the last days.
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
    /// 1 to 30; 7 unless said.
    package var days: Int?
    package init(entry: String, days: Int? = nil) {
        self.entry = entry
        self.days = days
    }
    package var query: [(name: String, value: String)] { pairs(("entry", entry), ("days", days.map(String.init))) }
}

/// The reach of a list entry.
package struct Impact: Codable, Sendable, Hashable {
    /// In the entry notation, canonical.
    package var entry: String
    /// A sentence: `b.example and everything below it`.
    package var explanation: String
    package var days: Int
    package var calls: Int
    /// Different addresses among them.
    package var people: Int
    package var outcomes: [String: Int]
    /// Pending requests it would match, at most 20.
    package var waiting: [Approval]
    package var waitingCount: Int
    /// Calls of which nothing that the entry looks at is kept any more.
    package var unknown: Int
    /// What the numbers leave out.
    package var remarks: [String]
    /// False when the journal was only searched in part.
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
