import Foundation
import GatehouseModel
import JSON

/// One change of a list, kept so that it can be undone.
enum ListChange: Sendable, Hashable {
    /// Single entries, each before and after.
    case entries([EntryChange])
    /// Batches that were shown, and batches that were hidden.
    case batches(shown: [Int64], hidden: [Int64])

    /// How long a change can be undone.
    static let lifetime: Duration = .seconds(24 * 3600)

    /// The change that undoes this one.
    var inverse: ListChange {
        switch self {
        case .entries(let changes): .entries(changes.map { EntryChange(before: $0.after, after: $0.before) })
        case .batches(let shown, let hidden): .batches(shown: hidden, hidden: shown)
        }
    }
}

/// One entry before and after a change; nil if it did not exist.
struct EntryChange: Sendable, Hashable {
    var before: StoredEntry?
    var after: StoredEntry?
}

extension ListChange {
    /// The JSON stored in state.db.
    var stored: String {
        switch self {
        case .entries(let changes):
            CanonicalJSON.text(
                .object([
                    "entries": .array(
                        changes.map { change in
                            .object([
                                "before": change.before.map(\.stored) ?? .null,
                                "after": change.after.map(\.stored) ?? .null,
                            ])
                        }
                    )
                ])
            )
        case .batches(let shown, let hidden):
            CanonicalJSON.text(
                .object(["shown": .array(shown.map(JSONValue.int)), "hidden": .array(hidden.map(JSONValue.int))])
            )
        }
    }

    /// Nil for a text that `stored` does not produce.
    init?(stored text: String) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)), let members = value.object
        else { return nil }
        if let changes = members["entries"]?.array {
            self = .entries(
                changes.map { change in
                    EntryChange(
                        before: change.object?["before"].flatMap { StoredEntry(stored: $0) },
                        after: change.object?["after"].flatMap { StoredEntry(stored: $0) }
                    )
                }
            )
        } else if let shown = members["shown"]?.array, let hidden = members["hidden"]?.array {
            self = .batches(shown: shown.compactMap(\.whole), hidden: hidden.compactMap(\.whole))
        } else {
            return nil
        }
    }
}

extension StoredEntry {
    /// The entry's fields for the audit log.
    var facts: JSONValue {
        .object([
            "entry": .string(pattern.notation),
            "comment": fields.comment.map(JSONValue.string) ?? .null,
            "owner": fields.owner.map(JSONValue.string) ?? .null,
            "ticket": fields.ticket.map(JSONValue.string) ?? .null,
            "expires": fields.expires.map { .string($0.description) } ?? .null,
        ])
    }

    fileprivate var stored: JSONValue {
        .object([
            "id": .int(id), "batch": .int(batch), "kind": .int(pattern.kind.stored), "value": .string(pattern.value),
            "comment": fields.comment.map(JSONValue.string) ?? .null,
            "owner": fields.owner.map(JSONValue.string) ?? .null,
            "ticket": fields.ticket.map(JSONValue.string) ?? .null,
            "expires": fields.expires.map { .int($0.milliseconds) } ?? .null,
            "created": .int(created.milliseconds), "hits": .int(Int64(hits)),
            "last_hit": lastHit.map { .int($0.milliseconds) } ?? .null, "source": .string(source),
        ])
    }

    fileprivate init?(stored value: JSONValue) {
        guard let members = value.object, let id = members["id"]?.whole, let batch = members["batch"]?.whole,
            let kind = members["kind"]?.whole.flatMap({ EntryPattern.Kind(stored: $0) }),
            let text = members["value"]?.string, let created = members["created"]?.whole
        else { return nil }
        self.init(
            id: id,
            batch: batch,
            pattern: EntryPattern(kind: kind, canonical: text),
            fields: EntryFields(
                comment: members["comment"]?.string,
                owner: members["owner"]?.string,
                ticket: members["ticket"]?.string,
                expires: members["expires"]?.whole.map { Timestamp(milliseconds: $0) }
            ),
            created: Timestamp(milliseconds: created),
            hits: members["hits"]?.whole.map { Int($0) } ?? 0,
            lastHit: members["last_hit"]?.whole.map { Timestamp(milliseconds: $0) },
            source: members["source"]?.string ?? ListTable.byHand
        )
    }
}

extension JSONValue {
    fileprivate var whole: Int64? {
        guard case .int(let number) = self else { return nil }
        return number
    }
}

extension ListTable {
    /// Stores a change; returns the number by which it can be undone.
    func keep(_ change: ListChange, kind: String, at time: Timestamp) throws -> Int {
        Int(
            try transaction.inserted(
                "INSERT INTO list_change (list, time, kind, inverse) VALUES (?, ?, ?, ?) RETURNING number",
                [id, time.milliseconds, kind, change.inverse.stored]
            )
        )
    }

    /// The change that undoes change `number`, which is marked as undone.
    ///
    /// - Throws: `StateError` if there is none, it is too old, or it was undone already.
    func takeBack(_ number: Int, at now: Timestamp) throws -> ListChange {
        let row = try transaction.first(
            "SELECT time, inverse, undone FROM list_change WHERE number = ? AND list = ?",
            [number, id]
        ) { row in
            (time: Timestamp(milliseconds: try row[0]), inverse: try row[1] as String, isUndone: try row[2] as Bool)
        }
        guard let row else { throw StateError.notFound("this list has no change \(number)") }
        guard !row.isUndone else { throw StateError.conflict("change \(number) was taken back already") }
        guard row.time + ListChange.lifetime > now else {
            throw StateError.conflict("change \(number) is more than a day old and can no longer be taken back")
        }
        guard let change = ListChange(stored: row.inverse) else {
            throw StateError.damagedRow(table: "list_change", detail: "change \(number) cannot be read")
        }
        try transaction.execute("UPDATE list_change SET undone = 1 WHERE number = ?", [number])
        return change
    }
}
