import GatehouseModel
package import StrictTOML

/// Masks the secrets in a policy's text.
package enum SecretMask {
    /// The replacement for a secret.
    package static let cover = "‹secret›"

    /// The text with every secret covered: literal secrets, and keys in URLs, in comments too. Lines stay lines, so
    /// that the covered text can be compared line by line.
    ///
    /// If the text is not valid TOML, every line that may contain a secret is masked from its `=` on.
    package static func covered(_ text: String) -> String {
        guard let document = try? TOMLDocument(text, file: "policy") else { return roughly(text) }
        var bytes = Array(text.utf8)
        let strings = document.entries.filter { startsString(bytes[$0.value.lowerBound]) }
        var covers = comments(in: bytes, outside: strings.map(\.value))
        for entry in strings {
            guard !isSecret(entry.path) else {
                covers.append((entry.value, nothing(for: bytes[entry.value])))
                continue
            }
            if let shown = coveredURL(bytes[entry.value], document.string(at: entry.path)) {
                covers.append((entry.value, shown))
            }
        }
        for (range, replacement) in covers.sorted(by: { $0.0.lowerBound > $1.0.lowerBound }) {
            bytes.replaceSubrange(range, with: replacement)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the text was covered: it lacks secrets, so it must not be applied or kept in place of the whole one.
    package static func isCovered(_ text: String) -> Bool { text.contains(cover) }

    /// Why a covered text is refused, at the line where it lacks a secret; nil for a text that lacks none.
    package static func problem(in text: String, file: String) -> TOMLProblem? {
        guard isCovered(text) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return TOMLProblem(
            file: file,
            line: 1 + (lines.firstIndex { $0.contains(cover) } ?? 0),
            message: "a secret is masked here: the document was shown to somebody who may not see secrets",
            remedy: "export it as an admin, or write { file = \"…\" } in its place"
        )
    }

    /// A string that shows nothing, with the line ends of the one it stands for.
    private static func nothing(for value: ArraySlice<UInt8>) -> [UInt8] {
        Array("\"\(cover)\"".utf8) + value.filter { $0 == UInt8(ascii: "\n") }
    }

    /// The string as written, with the keys of its URLs covered; nil when it has none.
    private static func coveredURL(_ raw: ArraySlice<UInt8>, _ value: String?) -> [UInt8]? {
        guard let value, URLMask.covered(value, with: cover) != value else { return nil }
        // Where something is escaped, the text is not cut up.
        guard !raw.contains(UInt8(ascii: "\\")), let quote = raw.first else { return nothing(for: raw) }
        let width = raw.count >= 6 && raw.prefix(3).allSatisfy { $0 == quote } ? 3 : 1
        let inner = String(decoding: raw.dropFirst(width).dropLast(width), as: UTF8.self)
        return Array(raw.prefix(width)) + Array(URLMask.covered(inner, with: cover).utf8) + Array(raw.suffix(width))
    }

    /// `literal`, or an element of `passwords`.
    private static func isSecret(_ path: [String]) -> Bool {
        guard let last = path.last else { return false }
        if Int(last) == nil { return MemberWords.isSecret(last) }
        return path.dropLast().last { Int($0) == nil }.map(MemberWords.isSecret) == true
    }

    private static func startsString(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    // MARK: - Comments

    /// The comments that hold a secret, and what to show instead. A `#` within a string begins none.
    private static func comments(in bytes: [UInt8], outside strings: [Range<Int>]) -> [(Range<Int>, [UInt8])] {
        var covers: [(Range<Int>, [UInt8])] = []
        let strings = strings.sorted { $0.lowerBound < $1.lowerBound }
        var next = 0
        var at = 0
        while at < bytes.count {
            if next < strings.count, at >= strings[next].lowerBound {
                at = max(at, strings[next].upperBound)
                next += 1
            } else if bytes[at] == UInt8(ascii: "#") {
                let end = bytes[at...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
                let comment = String(decoding: bytes[at..<end], as: UTF8.self)
                let shown = coveredLine(comment)
                if shown != comment { covers.append((at..<end, Array(shown.utf8))) }
                at = end
            } else {
                at += 1
            }
        }
        return covers
    }

    // MARK: - What is no TOML

    private static func roughly(_ text: String) -> String {
        let hasLongStrings = text.contains("\"\"\"") || text.contains("'''")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard hasLongStrings else { return coveredLine(String(line)) }
            // What belongs to a string over several lines cannot be told: only headers and keys are shown.
            let bare = line.drop { $0 == " " || $0 == "\t" }
            if bare.isEmpty || bare.first == "[" && !bare.contains("\"") { return String(line) }
            return line.firstIndex(of: "=").map { line[...$0] + " \(cover)" } ?? cover
        }
        return lines.joined(separator: "\n")
    }

    private static func coveredLine(_ line: String) -> String {
        let lower = line.lowercased()
        let isSuspect = words.contains { lower.contains($0) } || line.contains("\\u") || line.contains("\\U")
        guard isSuspect, let equals = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            return URLMask.covered(line, with: cover)
        }
        return line[...equals] + " \(cover)"
    }

    private static let words = ["literal", "password", "secret", "token", "api-key", "private-key"]
}

extension TOMLDocument {
    /// The string at a path of names and numbers of elements.
    fileprivate func string(at path: [String]) -> String? {
        var value = TOMLValue.table(values)
        for name in path {
            switch value {
            case .table(let members):
                guard let member = members[name] else { return nil }
                value = member
            case .array(let elements):
                guard let place = Int(name), elements.indices.contains(place) else { return nil }
                value = elements[place]
            default: return nil
            }
        }
        if case .string(let text) = value { return text }
        return nil
    }
}
