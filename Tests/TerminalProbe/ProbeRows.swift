import TerminalUI

/// Rows with hostile texts.
struct ProbeRows: TableRows, Sendable {
    static let columns = [
        Column("name", title: "NAME", minimum: 10, ideal: 34, weight: 1),
        Column("kind", title: "KIND", minimum: 8, ideal: 12),
        Column("size", title: "SIZE", minimum: 5, ideal: 6, alignment: .right, dropPriority: 1),
    ]

    private static let texts: [(name: String, kind: String)] = [
        ("Mireille Caron", "plain"),
        ("金井 明", "wide"),
        ("A\u{202E}gnp", "bidi"),
        ("\u{1B}[2J\u{1B}[H\u{1B}]52;c;cGF3bmVk\u{07}x", "escapes"),
        ("a\rb\nc\td\u{08}e", "controls"),
        ("\u{9B}31m\u{85}\u{90}q\u{9C}", "c1"),
        ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}!", "zalgo"),
        ("p\u{200B}a\u{200D}y\u{2066}p\u{FEFF}al", "invisible"),
        ("👩\u{200D}💻 🇸🇪 ❤\u{FE0F} ✅", "emoji"),
        ("\u{E000}\u{F0000}\u{378}", "unassigned"),
        ("Zoë Ångström — naïve", "latin"),
    ]

    var count: Int { 60 }
    func id(at index: Int) -> String { "row \(index)" }
    func index(of id: String) -> Int? { Int(id.dropFirst(4)).flatMap { (0..<count).contains($0) ? $0 : nil } }

    func cell(at index: Int, column: String) -> Span {
        let text = ProbeRows.texts[index % ProbeRows.texts.count]
        switch column {
        case "name": return Span(SafeText(text.name))
        case "kind": return Span(SafeText(text.kind), index % 2 == 0 ? .allowed : .denied)
        default: return Span("\(index)", .dim)
        }
    }
}
