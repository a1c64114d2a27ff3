/// One thing as people read it: a heading, named facts, and paragraphs below.
struct Card: Sendable {
    private enum Part: Sendable {
        case heading(String)
        case fact(String, String, Tone)
        case line(String, Tone)
    }

    private var parts: [Part] = []

    init(_ heading: String) { parts = [.heading(heading)] }

    /// Adds `name  value`, unless there is no value.
    mutating func fact(_ name: String, _ value: String?, _ tone: Tone = .plain) {
        guard let value, !value.isEmpty else { return }
        parts.append(.fact(name, value, tone))
    }

    /// Adds a heading of a part.
    mutating func section(_ title: String) { parts.append(.heading(title)) }

    /// Adds a line under the part.
    mutating func line(_ text: String, _ tone: Tone = .plain) { parts.append(.line(text, tone)) }

    /// The card as lines, every text safe to print.
    func lines(on terminal: Terminal) -> [String] {
        let names = parts.map { part in if case .fact(let name, _, _) = part { SafeLine.width(name) } else { 0 } }
        let width = names.max() ?? 0
        return parts.map { part in
            switch part {
            case .heading(let text): Tone.heading.paint(SafeLine.text(text), on: terminal)
            case .fact(let name, let value, let tone):
                "  " + SafeLine.pad(name, to: width) + "  " + tone.paint(SafeLine.text(value), on: terminal)
            case .line(let text, let tone): "  " + tone.paint(SafeLine.text(text), on: terminal)
            }
        }
    }
}
