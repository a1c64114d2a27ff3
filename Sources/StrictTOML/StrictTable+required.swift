extension StrictTable {
    /// A string that must be there and not empty.
    package func requireString(_ key: String) throws(TOMLProblem) -> String {
        guard let text = try string(key) else { throw missing(key) }
        guard !text.isEmpty else { throw problem(key, "\(key.quoted()) is empty", remedy: "write a value") }
        return text
    }

    /// An integer that must be there.
    package func requireInteger(
        _ key: String,
        in range: ClosedRange<Int> = .min ... .max
    ) throws(TOMLProblem) -> Int {
        guard let number = try integer(key, in: range) else { throw missing(key) }
        return number
    }

    /// An array of strings that must be there and not empty.
    package func requireStrings(_ key: String) throws(TOMLProblem) -> [String] {
        guard let texts = try strings(key) else { throw missing(key) }
        guard !texts.isEmpty else { throw problem(key, "\(key.quoted()) is empty", remedy: "write at least one") }
        return texts
    }

    /// A table that must be there.
    package func requireTable(_ key: String) throws(TOMLProblem) -> StrictTable {
        guard let table = try table(key) else { throw missing(key) }
        return table
    }

    /// One word of a closed set, or nil when the key is absent.
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

    /// One word of a closed set that must be there.
    package func requireChoice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        of type: Choice.Type = Choice.self
    ) throws(TOMLProblem) -> Choice where Choice.RawValue == String {
        guard let choice = try choice(key, of: type) else { throw missing(key) }
        return choice
    }
}
