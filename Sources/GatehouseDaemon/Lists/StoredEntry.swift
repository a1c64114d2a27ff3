import ControlProtocol
import GatehouseModel

/// One entry of a list as state.db keeps it.
struct StoredEntry: Sendable, Hashable {
    var id: Int64
    /// The batch that the entry belongs to; the batch's state decides whether the entry counts.
    var batch: Int64
    var pattern: EntryPattern
    var fields: EntryFields
    var created: Timestamp
    var hits: Int
    var lastHit: Timestamp?
    /// `by hand` or the file it was imported from.
    var source: String

    /// The entry as shown in the control protocol.
    var entry: ListEntry {
        ListEntry(
            pattern: pattern,
            comment: fields.comment,
            owner: fields.owner,
            ticket: fields.ticket,
            source: source,
            created: created,
            expires: fields.expires,
            hits: hits,
            lastHit: lastHit
        )
    }

    /// Columns in the order in which `init(row:)` reads them; `e` is the entry, `b` its batch.
    static let columns =
        "e.id, e.batch, e.kind, e.value, e.comment, e.owner, e.ticket, e.expires, e.created, e.hits, e.last_hit, b.source"
    static let select =
        "SELECT \(columns) FROM list_entry e JOIN list_batch b ON b.id = e.batch AND b.state = 'live'"
    /// The condition under which no newer row of the same pattern hides this one.
    static let isNewest = """
        NOT EXISTS (SELECT 1 FROM list_entry n JOIN list_batch m ON m.id = n.batch AND m.state = 'live'
        WHERE n.list = e.list AND n.kind = e.kind AND n.value = e.value AND n.id > e.id)
        """
}

extension StoredEntry {
    init(row: borrowing StoredRow) throws {
        guard let kind = EntryPattern.Kind(stored: try row[2]) else {
            throw StateError.damagedRow(table: "list_entry", detail: "entry \(try row[0] as Int64) has an unknown kind")
        }
        self.init(
            id: try row[0],
            batch: try row[1],
            pattern: EntryPattern(kind: kind, canonical: try row[3]),
            fields: EntryFields(
                comment: try row[4],
                owner: try row[5],
                ticket: try row[6],
                expires: (try row[7] as Int64?).map { Timestamp(milliseconds: $0) }
            ),
            created: Timestamp(milliseconds: try row[8]),
            hits: try row[9],
            lastHit: (try row[10] as Int64?).map { Timestamp(milliseconds: $0) },
            source: try row[11]
        )
    }
}

/// The fields of an entry that people fill in.
struct EntryFields: Sendable, Hashable {
    var comment: String?
    var owner: String?
    var ticket: String?
    var expires: Timestamp?

    /// The maximum length of a comment, owner or ticket, in UTF-8 bytes.
    static let lengthLimit = 1000

    init(comment: String? = nil, owner: String? = nil, ticket: String? = nil, expires: Timestamp? = nil) {
        self.comment = comment
        self.owner = owner
        self.ticket = ticket
        self.expires = expires
    }

    /// - Throws: `StateError.invalid` when a text is too long.
    init(_ draft: EntryDraft) throws(StateError) {
        let texts = [("comment", draft.comment), ("owner", draft.owner), ("ticket", draft.ticket)]
        for (name, text) in texts where (text ?? "").utf8.count > Self.lengthLimit {
            throw .invalid("\(draft.entry.prefix(64)): the \(name) has more than \(Self.lengthLimit) bytes")
        }
        self.init(
            comment: Self.present(draft.comment),
            owner: Self.present(draft.owner),
            ticket: Self.present(draft.ticket),
            expires: draft.expires
        )
    }

    /// These fields, each replaced by that of `other` if it has one.
    func taking(_ other: EntryFields) -> EntryFields {
        EntryFields(
            comment: other.comment ?? comment,
            owner: other.owner ?? owner,
            ticket: other.ticket ?? ticket,
            expires: other.expires ?? expires
        )
    }

    private static func present(_ text: String?) -> String? {
        guard let text = text?.trimmedWhiteSpace, !text.isEmpty else { return nil }
        return text
    }
}

extension EntryPattern.Kind {
    /// The number state.db keeps; never changed once given.
    var stored: Int64 {
        switch self {
        case .email: 0
        case .domain: 1
        case .subtree: 2
        case .children: 3
        case .issuer: 4
        case .cidr: 5
        case .pattern: 6
        case .value: 7
        }
    }

    init?(stored number: Int64) {
        switch number {
        case 0: self = .email
        case 1: self = .domain
        case 2: self = .subtree
        case 3: self = .children
        case 4: self = .issuer
        case 5: self = .cidr
        case 6: self = .pattern
        case 7: self = .value
        default: return nil
        }
    }
}
