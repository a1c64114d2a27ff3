package import GatehouseModel

/// An entry to add to a list.
package struct EntryDraft: Codable, Sendable, Hashable {
    /// In the entry notation.
    package var entry: String
    package var comment: String?
    package var owner: String?
    package var ticket: String?
    /// In JSON, a date without a time means through that day in UTC.
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

    private enum CodingKeys: String, CodingKey { case entry, comment, owner, ticket, expires }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        entry = try members.decode(String.self, forKey: .entry)
        comment = try members.decodeIfPresent(String.self, forKey: .comment)
        owner = try members.decodeIfPresent(String.self, forKey: .owner)
        ticket = try members.decodeIfPresent(String.self, forKey: .ticket)
        // Reports what is wrong with a text that is no time.
        expires = try members.decodeIfPresent(Timestamp.self, forKey: .expires)
        guard expires != nil, let text = try members.decodeIfPresent(String.self, forKey: .expires) else { return }
        expires = Timestamp(validThrough: text)
    }
}

/// Adds entries, all or none. An existing entry takes over the given fields.
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
        /// Only reports what would happen.
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
    /// All four fields are set as given; nil clears a field.
    package var entry: EntryDraft
    package init(name: String, entry: EntryDraft) {
        self.name = name
        self.entry = entry
    }
    package var pathValues: [String] { [name] }
    package var body: (any Encodable & Sendable)? { entry }
}

/// Undoes one change of a list.
package struct UndoListChange: ControlRequest {
    package typealias Reply = EntriesChanged
    package static let tellsProgress = true
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

/// The effect of a change on a list, made or previewed.
package struct EntriesChanged: Codable, Sendable, Hashable {
    /// The list after the change.
    package var list: ListSummary
    package var added: [ListEntry]
    /// Existing entries whose fields changed.
    package var updated: [ListEntry]
    package var removed: [ListEntry]
    /// Entries that already existed as requested, or did not exist to be removed.
    package var unchanged: [String]
    /// The number for undoing the change; nil if nothing changed.
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
