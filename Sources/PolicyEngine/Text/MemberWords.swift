import GatehouseModel
import StrictTOML

/// Describes the members of a part in words, without secrets.
enum MemberWords {
    /// The maximum number of sentences per part.
    static let limit = 40

    /// The members of a new part.
    static func facts(_ table: [String: TOMLValue]) -> [String] {
        let names = table.keys.filter { $0 != "name" }.sorted { place($0) < place($1) }
        return Array(names.flatMap { facts($0, table[$0]) }.prefix(limit))
    }

    /// The differences between two parts.
    static func changes(from old: [String: TOMLValue], to new: [String: TOMLValue]) -> [String] {
        let names = Set(old.keys).union(new.keys).sorted { place($0) < place($1) }
        return Array(names.flatMap { changes(of: $0, from: old[$0], to: new[$0]) }.prefix(limit))
    }

    /// The difference in one member: `mode: shadow → enforce`.
    static func changes(of path: String, from old: TOMLValue?, to new: TOMLValue?) -> [String] {
        guard old != new else { return [] }
        if isSecret(path), let old, let new, old.table == nil, new.table == nil {
            return ["\(path): another secret (not shown)"]
        }
        switch (old, new) {
        case (_?, nil) where isSecret(path): return ["\(path) removed"]
        case (let old?, nil): return [old.table == nil ? "\(path) removed; it was \(text(old))" : "\(path) removed"]
        case (nil, let new?): return facts(path, new)
        case (.table(let old)?, .table(let new)?):
            let names = Set(old.keys).union(new.keys).sorted()
            return names.flatMap { changes(of: "\(path).\($0)", from: old[$0], to: new[$0]) }
        case (.array(let old)?, .array(let new)?): return [arrayChange(path, old, new)]
        case (let old?, let new?) where text(old) == text(new): return ["\(path): another key (not shown)"]
        case (let old?, let new?): return ["\(path): \(text(old)) → \(text(new))"]
        case (nil, nil): return []
        }
    }

    private static func facts(_ path: String, _ value: TOMLValue?) -> [String] {
        guard let value else { return [] }
        if isSecret(path), value.table == nil { return ["\(path): a secret (not shown)"] }
        guard case .table(let members) = value else { return ["\(path): \(text(value))"] }
        return members.keys.sorted().flatMap { facts("\(path).\($0)", members[$0]) }
    }

    private static func arrayChange(_ path: String, _ old: [TOMLValue], _ new: [TOMLValue]) -> String {
        let added = new.filter { !old.contains($0) }.map(text)
        let removed = old.filter { !new.contains($0) }.map(text)
        var words: [String] = []
        if !added.isEmpty { words.append("added " + added.joined(separator: ", ")) }
        if !removed.isEmpty { words.append("removed " + removed.joined(separator: ", ")) }
        return "\(path): " + (words.isEmpty ? "in another order" : cut(words.joined(separator: "; ")))
    }

    /// Whether a member's text must be hidden: `{ literal = "…" }`, and similar members that only an invalid document
    /// has.
    static func isSecret(_ path: String) -> Bool {
        let name = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return secrets.contains(name)
    }

    private static let secrets: Set<String> = [
        "literal", "password", "passwords", "secret", "secrets", "token", "tokens", "api-key", "api-keys", "keys",
        "private-key", "private-keys",
    ]

    private static func text(_ value: TOMLValue) -> String {
        switch value {
        case .string(let text): isPlain(text) ? URLMask.covered(text) : URLMask.covered(text).quoted(limit: 160)
        case .integer(let number): String(number)
        case .double(let number): String(number)
        case .bool(let flag): String(flag)
        case .moment(let text): text
        case .array(let elements): cut("[" + elements.map(text).joined(separator: ", ") + "]")
        case .table(let members):
            "{ "
                + members.keys.sorted().map { "\($0) = \(isSecret($0) ? "(not shown)" : members[$0].map(text) ?? "")" }
                .joined(separator: ", ") + " }"
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 60
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.isASCII && $0.value > 0x20 && $0 != "\""
            }
    }

    private static func cut(_ text: String) -> String { text.count <= 200 ? text : text.prefix(199) + "…" }

    /// The sort order of members: those of rules as they are usually written, all others by name.
    private static func place(_ name: String) -> (Int, String) {
        (RuleDefinition.memberOrder.firstIndex(of: name) ?? RuleDefinition.memberOrder.count, name)
    }
}
