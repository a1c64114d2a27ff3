import GatehouseModel

/// Texts as viewers see them. Texts from people or outside systems may name somebody in any words, so they are replaced
/// completely. Only texts by the daemon itself, or texts that cannot name a person, are shown.
enum ViewerText {
    /// The replacement for a text that a viewer may not read.
    static let cover = "…"

    /// `cover`, or nil if there is no text.
    static func covered(_ text: String?) -> String? { text == nil ? nil : cover }

    /// A list entry in its notation: domains, identity providers and networks whole; of an address its domain, of a
    /// claim's value the claim's name, nothing of a pattern.
    static func entry(_ notation: String) -> String {
        guard let pattern = try? EntryPattern(notation) else { return cover }
        switch pattern.kind {
        case .domain, .subtree, .children, .issuer, .cidr: return notation
        case .email: return value(notation, of: .email)
        case .pattern: return "/\(cover)/"
        case .value: return "value:" + value(pattern.value, of: .value)
        }
    }

    /// The value of an entry of this kind, without the marks of the notation.
    static func value(_ value: String, of kind: EntryPattern.Kind) -> String {
        switch kind {
        case .domain, .subtree, .children, .issuer, .cidr: value
        case .email: Masking.email(value)
        case .pattern: cover
        case .value: value.firstIndex(of: "=").map { value[...$0] + cover } ?? cover
        }
    }

    /// What an audit record is about: `list:partners`, `approval:K7Q2-9MXD`. Anything else is covered.
    static func subject(_ subject: String) -> String {
        let parts = subject.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[1].contains("@") else { return subject }
        return "\(parts[0]):\(cover)"
    }

    /// The facts of an audit record: numbers, and texts that are known to be the daemon's own words.
    static func facts(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string: .string(cover)
        case .array(let values): .array(values.map(facts))
        case .object(let members):
            .object(
                Dictionary(
                    members.map { name, value in
                        let isOurs = isWord(name)
                        return (isOurs ? name : cover, isOurs && ownWords.contains(name) ? value : facts(value))
                    },
                    uniquingKeysWith: { first, _ in first }
                )
            )
        case .null, .bool, .int, .double: value
        }
    }

    /// Members whose text is the daemon's own, or a name in the policy.
    private static let ownWords: Set<String> = [
        "id", "queue", "state", "asked_by", "taken_by", "taken_until", "decided_by", "decided_at", "flow", "sign_up",
        "step", "reading", "kind", "effect", "created", "expires", "updated", "provisioning",
    ]

    /// A moment of a sign-up's timeline, up to where it quotes a message, a reply or claims.
    static func moment(_ what: String) -> String {
        if whole.contains(what) { return what }
        let parts = what.split(separator: ":", maxSplits: 2).map(\.trimmedWhiteSpace)
        guard parts.count > 1, let subject = parts.first, isSubject(subject) else {
            return opening.first { what.hasPrefix($0) } == nil ? cover : what
        }
        let outcome = parts[1].hasPrefix("continue") ? "continue" : parts[1]
        guard isWord(outcome) || outcome == "block page" || outcome == "validation error" else {
            return "\(subject): \(cover)"
        }
        return "\(subject): \(outcome)" + (parts.count > 2 ? ": \(cover)" : "")
    }

    private static let whole: Set<String> = [
        "form sent", "form shown", "taken up again", "ended with a block page", "account created", "given up",
    ]
    private static let opening = ["started with ", "asks "]

    /// `crm`, `check-approval answered`, `failed`.
    private static func isSubject(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        return words.first.map { isWord(String($0)) } == true && (words.count == 1 || words.dropFirst() == ["answered"])
    }

    /// A word of the protocol or a name of the policy.
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
                default: false
                }
            }
    }
}
