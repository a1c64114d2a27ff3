extension StrictTable {
    /// A required string, which must not be empty.
    package func requireString(_ key: String) throws(TOMLProblem) -> String {
        guard let text = try string(key) else { throw missing(key) }
        guard !text.isEmpty else { throw problem(key, "\(key.quoted()) is empty", remedy: "write a value") }
        return text
    }

    /// A required integer.
    package func requireInteger(
        _ key: String,
        in range: ClosedRange<Int> = .min ... .max
    ) throws(TOMLProblem) -> Int {
        guard let number = try integer(key, in: range) else { throw missing(key) }
        return number
    }

    /// A required array of strings, which must not be empty.
    package func requireStrings(_ key: String) throws(TOMLProblem) -> [String] {
        guard let texts = try strings(key) else { throw missing(key) }
        guard !texts.isEmpty else { throw problem(key, "\(key.quoted()) is empty", remedy: "write at least one") }
        return texts
    }

    /// A required table.
    package func requireTable(_ key: String) throws(TOMLProblem) -> StrictTable {
        guard let table = try table(key) else { throw missing(key) }
        return table
    }

    /// One of a fixed set of words, or nil if the key is absent.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        of type: Choice.Type = Choice.self
    ) throws(TOMLProblem) -> Choice? where Choice.RawValue == String {
        guard let text = try string(key) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let remedy = Suggestion.remedy(for: text, among: Choice.allCases.map(\.rawValue), noun: "choice")
            throw problem(key, "\(key) = \(text.quoted()) does not exist", remedy: remedy)
        }
        return choice
    }

    /// One of a fixed set of words; required.
    package func requireChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        of type: Choice.Type = Choice.self
    ) throws(TOMLProblem) -> Choice where Choice.RawValue == String {
        guard let choice = try choice(key, of: type) else { throw missing(key) }
        return choice
    }
}
