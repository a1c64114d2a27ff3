import ControlProtocol
import GatehouseModel

/// Completes the last word of a filter: the name of a field, or a value that is known.
enum FilterCompletion {
    /// The possible completions as whole filters.
    static func completions(of text: String, _ state: ConsoleState) -> [String] {
        guard let fields = state.screen.filtering?.filterFields(state), isOutsideQuotes(text) else { return [] }
        var start = text.lastIndex { " (".contains($0) }.map { text.index(after: $0) } ?? text.startIndex
        if start < text.endIndex, text[start] == "-" { start = text.index(after: start) }
        let word = text[start...]
        guard let colon = word.firstIndex(of: ":") else {
            return names(in: fields, startingWith: word.lowercased()).map { text[..<start] + $0 + ":" }
        }
        guard let field = fields[String(word[..<colon])] else { return [] }
        let valueStart = word.lastIndex { $0 == ":" || $0 == "," }.map { text.index(after: $0) } ?? text.endIndex
        // A value such as `list:partners` has a colon of its own.
        let from =
            field.kind == .text && word[word.index(after: colon)...].contains(":")
            ? text.index(after: colon) : valueStart
        let typed = text[from...].lowercased()
        return values(of: field, state).filter { $0.lowercased().hasPrefix(typed) }.map { text[..<from] + quoted($0) }
    }

    /// The meaning of the word that a completion ends with: of a field's name.
    static func help(for completion: String, _ state: ConsoleState) -> String {
        guard completion.hasSuffix(":"), let fields = state.screen.filtering?.filterFields(state) else { return "" }
        let name = completion.dropLast().split { " (-".contains($0) }.last.map(String.init) ?? ""
        return fields[name]?.summary ?? ""
    }

    /// The last word of a completion.
    static func lastWord(of completion: String) -> String {
        guard let space = completion.dropLast().lastIndex(of: " "), isOutsideQuotes(String(completion[..<space])) else {
            return completion
        }
        return String(completion[completion.index(after: space)...])
    }

    /// Names of fields; other names of fields only if none starts with the text.
    private static func names(in fields: QueryFields, startingWith prefix: String) -> [String] {
        let names = fields.fields.map(\.name).filter { $0.hasPrefix(prefix) }
        return names.isEmpty ? fields.fields.flatMap(\.aliases).filter { $0.hasPrefix(prefix) } : names
    }

    private static func values(of field: QueryFields.Field, _ state: ConsoleState) -> [String] {
        switch field.kind {
        case .word(let words): words
        case .flag: ["yes", "no"]
        case .since, .until: ["1h", "1d", "7d"]
        case .text: texts(field.name, state)
        case .domain, .address, .number, .duration, .id, .code: []
        }
    }

    /// The names that the console has read from the daemon.
    private static func texts(_ field: String, _ state: ConsoleState) -> [String] {
        let lists = state.lists.lists.map(\.name)
        let rules = state.rules.inForce.map(\.rule.name)
        let calls = state.traffic.all.rows.compactMap(\.call)
        let known: [String] =
            switch field {
            case "list": lists
            case "rule", "matched": rules
            case "decided", "asked": ["default"] + lists.map { "list:" + $0 } + rules.map { "rule:" + $0 }
            case "flow": state.flows.flows.map(\.flow.name)
            case "connector": state.flows.connectors.map(\.name)
            case "queue", "approval": state.lists.lists.compactMap(\.queue)
            case "endpoint": calls.map(\.endpoint)
            case "issuer": calls.compactMap(\.issuer)
            default: []
            }
        return Set(known).sorted()
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = value.allSatisfy { !$0.isWhitespace && !"(),\"\\*?".contains($0) }
        if isPlain { return value }
        let escaped = value.map { "\"\\*?".contains($0) ? "\\\($0)" : String($0) }.joined()
        return "\"\(escaped)\""
    }

    private static func isOutsideQuotes(_ text: String) -> Bool { text.count { $0 == "\"" } % 2 == 0 }
}
