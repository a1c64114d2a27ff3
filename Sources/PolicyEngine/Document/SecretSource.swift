import StrictTOML

/// Where a secret is stored.
package enum SecretSource: Sendable, Hashable {
    /// A file, relative to the policy's directory unless it starts with `/`.
    case file(String)
    /// An environment variable of the daemon.
    case environment(String)
    /// In the policy text itself, for tests and trials.
    case literal(Secret)
}

extension SecretSource {
    init(_ table: StrictTable) throws(TOMLProblem) {
        let remedy = "write { file = \"…\" }, { env = \"…\" } or { literal = \"…\" }"
        let words = ["file", "env", "literal"]
        var found: [(word: String, text: String)] = []
        for word in words {
            if let text = try table.string(word) { found.append((word, text)) }
        }
        guard let only = found.first else {
            try table.finish()
            throw table.problem("there is no secret here", remedy: remedy)
        }
        guard found.count == 1 else { throw table.problem("there is more than one secret here", remedy: remedy) }
        guard !only.text.isEmpty else { throw table.problem(only.word, "the \(only.word) is empty", remedy: remedy) }
        switch only.word {
        case "file": self = .file(only.text)
        case "env": self = .environment(only.text)
        default: self = .literal(Secret(only.text))
        }
    }
}
