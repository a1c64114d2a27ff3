import StrictTOML

extension StrictTable {
    /// The maximum number of languages per message.
    private static let languageLimit = 64

    /// A message: a string, or a table with a `default` and texts by language. Nil if the key is absent.
    func message(_ key: String) throws(TOMLProblem) -> LocalizedMessage? {
        guard has(key) else { return nil }
        if isString(key) {
            guard let text = try string(key) else { return nil }
            return LocalizedMessage(fallback: try template(text, at: key))
        }
        guard let table = try table(key) else { return nil }
        guard table.keys.count <= Self.languageLimit else {
            throw problem(
                key,
                "\(key.quoted()) has \(table.keys.count) languages",
                remedy: "keep to \(Self.languageLimit)"
            )
        }
        let fallback = try table.template(try table.requireString("default"), at: "default")
        var texts: [String: MessageTemplate] = [:]
        for tag in table.keys where tag != "default" {
            guard Self.isLanguageTag(tag) else {
                let remedy = "write default, or a tag such as fr or fr-CA"
                throw table.problem(tag, "\(tag.quoted()) is no language tag", remedy: remedy)
            }
            let text = try table.template(try table.requireString(tag), at: tag)
            guard texts.updateValue(text, forKey: tag.lowercased()) == nil else {
                throw table.problem(tag, "the language \(tag.quoted()) is there twice", remedy: "keep one")
            }
        }
        return LocalizedMessage(fallback: fallback, texts: texts)
    }

    fileprivate func template(_ text: String, at key: String) throws(TOMLProblem) -> MessageTemplate {
        do throws(MessageProblem) {
            return try MessageTemplate(text)
        } catch {
            let (message, remedy) = error.words
            throw problem(key, message, remedy: remedy)
        }
    }

    /// Whether the tag has the form of a BCP 47 tag: subtags of one to eight letters and digits, the first only
    /// letters.
    private static func isLanguageTag(_ tag: String) -> Bool {
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isLetter: (UInt8) -> Bool = { 0x61...0x7A ~= $0 | 0x20 }
        guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(isLetter) else { return false }
        return parts.allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 }
        }
    }
}

extension MessageProblem {
    /// What is wrong, and what to do about it.
    fileprivate var words: (String, String) {
        switch self {
        case .empty: ("the message is empty", "write a text")
        case .tooLong(let bytes):
            ("the message has \(bytes) bytes", "keep to \(MessageTemplate.lengthLimit)")
        case .controlCharacter:
            ("the message has control or bidirectional characters", "write plain text; \\n starts a line")
        case .loneBrace:
            ("the message has a brace without its partner", "write {{ or }} for a brace")
        case .unknownPlaceholder(let name):
            (
                "there is no placeholder {\(name.quoted().dropFirst().dropLast())}",
                "write {code}, {email}, {domain}, {queue} or {claims.NAME}"
            )
        }
    }
}
