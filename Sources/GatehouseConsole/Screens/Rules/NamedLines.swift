import GatehouseModel

/// Named values as lines: `name = value`. An indented line continues the value above it.
struct NamedLines {
    private(set) var values: [String: String] = [:]
    /// The error; nil if all lines can be read.
    private(set) var problem: String?

    /// - Parameter unnamed: the name for a first line without a name.
    init(_ text: String, unnamed: String? = nil) {
        var current: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.trimmedWhiteSpace.isEmpty { continue }
            if line.first == " ", let name = current {
                values[name, default: ""] += "\n" + line.trimmedWhiteSpace
            } else if let (name, value) = Self.pair(line) {
                if values[name] != nil { note("line \(index + 1): \(name) is there twice") }
                values[name] = value
                current = name
            } else if let unnamed, values.isEmpty {
                values[unnamed] = line.trimmedWhiteSpace
                current = unnamed
            } else {
                note("line \(index + 1): write name = value, or indent what goes on with the line above")
            }
        }
    }

    private mutating func note(_ text: String) { problem = problem ?? text }

    /// A name is one word of letters, digits, `_`, `-` and `.` before `=`.
    private static func pair(_ line: Substring) -> (name: String, value: String)? {
        guard let sign = line.firstIndex(of: "="), line[line.index(after: sign)...].first != "=" else { return nil }
        let name = line[..<sign].trimmedWhiteSpace
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
        return isName ? (name, line[line.index(after: sign)...].trimmedWhiteSpace) : nil
    }

    /// The lines of values, `default` first.
    static func text(_ values: [String: String]) -> String {
        RuleLines.locales(values).map { name in
            let lines = (values[name] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
            return "\(name) = " + lines.joined(separator: "\n  ")
        }.joined(separator: "\n")
    }
}
