import StrictTOML

/// A policy's text with its secrets covered.
package enum SecretMask {
    /// What stands in a secret's place.
    package static let cover = "‹secret›"

    /// The text with every secret covered. Lines stay lines, so that the covered text can be compared line by line.
    ///
    /// Of a text that is no TOML, every line that may have one is covered from its `=` on.
    package static func covered(_ text: String) -> String {
        guard let document = try? TOMLDocument(text, file: "policy") else { return roughly(text) }
        var bytes = Array(text.utf8)
        let secrets = document.entries.filter { entry in
            entry.path.last.map(MemberWords.isSecret) == true && startsString(bytes[entry.value.lowerBound])
        }
        for entry in secrets.sorted(by: { $0.value.lowerBound > $1.value.lowerBound }) {
            let ends = bytes[entry.value].filter { $0 == UInt8(ascii: "\n") }
            bytes.replaceSubrange(entry.value, with: Array("\"\(cover)\"".utf8) + ends)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func startsString(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func roughly(_ text: String) -> String {
        let words = ["literal", "password", "secret", "token"]
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let isComment = line.drop { $0 == " " || $0 == "\t" }.first == "#"
            guard !isComment, let equals = line.firstIndex(of: "="),
                words.contains(where: { line.lowercased().contains($0) })
            else { return String(line) }
            return line[...equals] + " \(cover)"
        }
        return lines.joined(separator: "\n")
    }
}
