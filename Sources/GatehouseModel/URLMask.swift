/// Masks secrets in the URLs of any text: the user name and password before the host, the values of the query, and the
/// fragment.
package enum URLMask {
    /// The default replacement for a secret.
    package static let cover = "…"

    /// The text with the secrets in all its URLs replaced, including those of a bare `/path?name=value`.
    ///
    /// A URL ends at white space, a control character, `"`, `<`, `>` or a backtick.
    package static func covered(_ text: String, with cover: String = URLMask.cover) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ":") }) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = ""
        var at = 0
        while at < scalars.count {
            if startsAuthority(scalars, at) {
                let end = endOfURL(scalars, from: at + 3)
                result += "://" + coveredURL(string(scalars[(at + 3)..<end]), cover)
                at = end
            } else if startsQuery(scalars, at) {
                let end = endOfURL(scalars, from: at)
                result += coveredQuery(string(scalars[at..<end])[...], cover)
                at = end
            } else {
                result.unicodeScalars.append(scalars[at])
                at += 1
            }
        }
        return result
    }

    /// Masks the part of a URL after `://`.
    private static func coveredURL(_ rest: String, _ cover: String) -> String {
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let path = rest[end...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest[..<end]
        let query = coveredQuery(rest[path.endIndex...], cover)
        if let sign = authority.lastIndex(of: "@") { return cover + authority[sign...] + path + query }
        // `user:pass/word@host`: a password that was not percent-encoded.
        if hasOddPort(authority) { return cover }
        return authority + path + query
    }

    /// Whether the part after the last `:` is not a port.
    private static func hasOddPort(_ authority: Substring) -> Bool {
        guard let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") else { return false }
        return authority[authority.index(after: colon)...].contains { !$0.isNumber }
    }

    /// Masks a query with its `?`, a fragment, or both.
    private static func coveredQuery(_ text: Substring, _ cover: String) -> String {
        let query = text.prefix { $0 != "#" }
        var result = ""
        if query.first == "?" {
            let items = query.dropFirst().split(separator: "&", omittingEmptySubsequences: false).map { item in
                item.contains("=") ? item.prefix { $0 != "=" } + "=" + cover : item.isEmpty ? "" : cover
            }
            result = "?" + items.joined(separator: "&")
        }
        return query.endIndex == text.endIndex ? result : result + "#" + cover
    }

    private static func startsAuthority(_ scalars: [Unicode.Scalar], _ at: Int) -> Bool {
        at > 0 && at + 2 < scalars.count && scalars[at] == ":" && scalars[at + 1] == "/" && scalars[at + 2] == "/"
            && scalars[at - 1].properties.isAlphabetic
    }

    /// Whether `?name=` follows a path at this place.
    private static func startsQuery(_ scalars: [Unicode.Scalar], _ at: Int) -> Bool {
        guard scalars[at] == "?", at > 0, isWord(scalars[at - 1]) || scalars[at - 1] == "/" else { return false }
        let name = scalars[(at + 1)...].prefix(while: isWord)
        return !name.isEmpty && name.endIndex < scalars.count && scalars[name.endIndex] == "="
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.~%".unicodeScalars.contains(scalar)
    }

    private static func endOfURL(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
        scalars[start...].firstIndex { scalar in
            scalar.value <= 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace
                || "\"<>`".unicodeScalars.contains(scalar)
        } ?? scalars.count
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
