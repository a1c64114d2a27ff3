import StrictTOML

/// Masks the secrets in a policy's text.
package enum SecretMask {
    /// The replacement for a secret.
    package static let cover = "‹secret›"

    /// The text with every secret masked. Lines are kept, so that the masked text can be compared line by line.
    ///
    /// If the text is not valid TOML, every line that may contain a secret is masked from its `=` on.
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
