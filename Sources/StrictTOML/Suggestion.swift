import PlainText

/// Suggests what to write in place of an unknown name.
package enum Suggestion {
    /// `did you mean "b"?` if something is close; otherwise a list of what exists.
    package static func remedy(for name: String, among candidates: some Collection<String>, noun: String) -> String {
        if let close = Spelling.closest(to: name, among: candidates) { return "did you mean \(close.quoted())?" }
        guard !candidates.isEmpty else { return "there is no \(noun) here; remove it" }
        let names = candidates.sorted().prefix(20).map { $0.quoted() }.joined(separator: ", ")
        return candidates.count == 1 ? "the only \(noun) is \(names)" : "write one of \(names)"
    }
}
