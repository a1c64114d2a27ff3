/// A modal question.
///
/// Enter always takes the safe choice; each other choice has a key of its own. `accepts` can ignore the key that opened
/// the dialog, and keys typed before it was drawn.
package struct Dialog: Hashable, Sendable {
    package struct Choice: Hashable, Sendable, Identifiable {
        package let id: String
        package let key: Key
        package let label: SafeText
        /// Drawn in `Role.danger`, because it cannot be undone.
        package let isDangerous: Bool

        package init(id: String, key: Key, label: SafeText, isDangerous: Bool = false) {
            self.id = id
            self.key = key
            self.label = label
            self.isDangerous = isDangerous
        }
    }

    package let title: SafeText
    package var body: [Line]
    package let choices: [Choice]
    /// The id of the choice for enter and escape.
    package let safeChoice: String
    /// The key that opened the dialog; it chooses nothing while it repeats.
    package let openedBy: Key?

    package init(title: SafeText, body: [Line], choices: [Choice], safeChoice: String, openedBy: Key? = nil) {
        self.title = title
        self.body = body
        self.choices = choices
        self.safeChoice = safeChoice
        self.openedBy = openedBy
    }

    /// The id of the choice for a key; nil if there is none. The key that opened the dialog never confirms.
    package func choice(for key: Key) -> String? {
        if key == .enter || key == .escape { return safeChoice }
        guard key != openedBy else { return nil }
        return choices.first { $0.key == key }?.id
    }

    /// Draws the dialog centered in an area and returns the area of its body.
    @discardableResult
    package func draw(over area: Rect, minimumWidth: Int = 40, of frame: inout Frame) -> Rect {
        let outline = area.centered(size(fitting: area, minimumWidth: minimumWidth))
        frame.fill(outline)
        let box = Box(title: Line(title, .title), footer: keys, trailingFooter: safeHint, isFocused: true)
        let inner = box.draw(in: outline, of: &frame).inset(columns: 1, rows: 0)
        TextPane(body).draw(in: inner, of: &frame)
        return inner
    }

    private func size(fitting area: Rect, minimumWidth: Int) -> Size {
        let widest = max(body.map(\.width).max() ?? 0, title.width + 2, keys.width + safeHint.width + 4, minimumWidth)
        let width = min(widest + 4, area.width)
        let rows = TextPane(body).rows(width: width - 4, wraps: true).count
        return Size(width: width, height: min(rows + 2, area.height))
    }

    private var keys: Line {
        choices.filter { $0.id != safeChoice }.reduce(into: Line()) { line, choice in
            if !line.spans.isEmpty { line.spans.append(Span(" ─── ", .border)) }
            line.spans.append(Span(SafeText(choice.key.description), .key))
            line.spans.append(Span(" \(choice.label)", choice.isDangerous ? .danger : .hint))
        }
    }

    private var safeHint: Line {
        guard let safe = choices.first(where: { $0.id == safeChoice }) else { return [] }
        return [Span("esc", .key), Span(" \(safe.label)", .hint)]
    }
}
