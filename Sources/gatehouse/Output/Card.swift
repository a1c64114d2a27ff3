/// The details of one thing for people: a heading, named facts, and lines below them.
struct Card: Sendable {
    private enum Part: Sendable {
        case heading(String)
        case fact(String, String, Tone)
        case line(String, Tone)
    }

    private var parts: [Part] = []
    /// The maximum width, in cells, to which names are padded. A longer name shifts only its own value.
    private static let nameWidth = 40

    init(_ heading: String) { parts = [.heading(heading)] }

    /// Adds `name  value`; nothing if there is no value.
    mutating func fact(_ name: String, _ value: String?, _ tone: Tone = .plain) {
        guard let value, !value.isEmpty else { return }
        parts.append(.fact(name, value, tone))
    }

    /// Adds the heading of a section.
    mutating func section(_ title: String) { parts.append(.heading(title)) }

    /// Adds a line to the current section.
    mutating func line(_ text: String, _ tone: Tone = .plain) { parts.append(.line(text, tone)) }

    /// The card as lines that are safe to print.
    func lines(on terminal: Terminal) -> [PrintedText] {
        let names = parts.map { part in
            if case .fact(let name, _, _) = part { PrintedText(line: name).width } else { 0 }
        }
        let width = min(names.max() ?? 0, Self.nameWidth)
        return parts.map { part in
            switch part {
            case .heading(let text): PrintedText(line: text).painted(.heading, on: terminal)
            case .fact(let name, let value, let tone):
                "  " + PrintedText(line: name).padded(to: width) + "  "
                    + PrintedText(line: value).painted(tone, on: terminal)
            case .line(let text, let tone): "  " + PrintedText(line: text).painted(tone, on: terminal)
            }
        }
    }
}
