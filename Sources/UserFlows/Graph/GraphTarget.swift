import GatehouseModel

/// A connector's URL from Graph, split into the parts that may be shown and the names of possible keys.
struct GraphTarget {
    /// The URL without possible keys.
    private(set) var url: String
    /// The URL with its query as received.
    private(set) var whole: String
    /// The names in the query whose values may be keys.
    private(set) var keys: [String] = []
    /// Remarks on what was left out and must be written elsewhere.
    private(set) var remarks: [String] = []

    init(_ text: String) {
        var text = text[...]
        if let hash = text.firstIndex(of: "#") {
            remarks.append("its URL has a fragment, which is never sent; it is left out")
            text = text[..<hash]
        }
        let question = text.firstIndex(of: "?") ?? text.endIndex
        var place = Self.withoutUser(text[..<question])
        // What still looks like a password, as with a `?` in it, is not taken over at all.
        if URLMask.covered(place) != place { place = "" }
        if place != text[..<question] {
            remarks.append("its URL has a user name and a password; write them under authentication, as basic")
        }
        var kept: [Substring] = []
        for item in text[question...].dropFirst().split(separator: "&") {
            let name = String(item.prefix { $0 != "=" })
            if ConnectorURL.isHarmless(item) {
                kept.append(item)
            } else if item.contains("="), !name.isEmpty, name.utf8.count <= 56,
                name.utf8.allSatisfy(ConnectorURL.isUnreserved)
            {
                if !keys.contains(name) { keys.append(name) }
            } else {
                remarks.append("a part of its URL's query may be a key, and cannot be kept in a file; it is left out")
            }
        }
        whole = place + text[question...]
        url = place + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
    }

    private static func withoutUser(_ text: Substring) -> String {
        guard let start = text.firstRange(of: "://")?.upperBound, let sign = text[start...].lastIndex(of: "@"),
            !text[start..<sign].contains("/") || text[start..<sign].prefix(while: { $0 != "/" }).contains(":")
        else { return String(text) }
        return String(text[..<start]) + String(text[text.index(after: sign)...])
    }
}
