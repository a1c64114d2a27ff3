/// A list of commands that can be filtered by typing: the help overlay and the command palette.
package struct Menu: Hashable, Sendable {
    package struct Item: Hashable, Sendable, Identifiable {
        /// The command to run if the item is chosen.
        package let id: String
        package let keys: String
        package let title: String
        package let detail: String
        /// Why the item is not available now; nil if it is. It is shown either way.
        package let disabled: String?

        package init(id: String, keys: String = "", title: String, detail: String = "", disabled: String? = nil) {
            self.id = id
            self.keys = keys
            self.title = title
            self.detail = detail
            self.disabled = disabled
        }
    }

    package enum Outcome: Hashable, Sendable {
        case edited
        case chosen(Item)
        case cancelled
    }

    package let title: String
    package let items: [Item]
    package private(set) var filter = Prompt()
    package private(set) var index = 0

    package init(title: String, items: [Item]) {
        self.title = title
        self.items = items
    }

    /// The items that contain every word of the filter in their id, keys, title or detail.
    package var visible: [Item] {
        let words = filter.text.lowercased().split(separator: " ")
        return items.filter { item in
            let haystack = "\(item.keys) \(item.title) \(item.detail) \(item.id)".lowercased()
            return words.allSatisfy { haystack.contains($0) }
        }
    }

    /// The item under the cursor.
    package var selected: Item? {
        let visible = visible
        return visible.indices.contains(index) ? visible[index] : nil
    }

    package mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .named(.up), .control("p"): index = max(0, index - 1)
        case .named(.down), .control("n"), .tab: index = min(max(0, visible.count - 1), index + 1)
        case .named(.pageUp): index = max(0, index - 10)
        case .named(.pageDown): index = min(max(0, visible.count - 1), index + 10)
        case .named(.home): index = 0
        case .named(.end): index = max(0, visible.count - 1)
        case .enter: return selected.map(Outcome.chosen) ?? .edited
        case .escape, .control("c"), .control("g"): return .cancelled
        default:
            let before = filter.text
            _ = filter.press(key)
            if filter.text != before { index = 0 }
        }
        return .edited
    }

    /// Adds pasted text to the filter.
    package mutating func insert(_ paste: Paste) {
        filter.insert(paste.text)
        index = 0
    }
}

// MARK: - Drawing

extension Menu {
    /// Draws the menu centered in an area.
    package func draw(over area: Rect, of frame: inout Frame) {
        let wanted = Size(width: min(area.width, 76), height: min(area.height, items.count + 4))
        let outline = area.centered(wanted)
        frame.fill(outline)
        let visible = visible
        let box = Box(
            title: Line(SafeText(title), .title),
            trailingFooter: [Span("\(visible.count) of \(items.count)", .dim)],
            isFocused: true
        )
        let inner = box.draw(in: outline, of: &frame)
        filter.draw(label: [Span("/ ", .key)], in: inner.row(0), of: &frame)
        draw(visible, in: inner.split(rows: 1).bottom, of: &frame)
    }

    private func draw(_ visible: [Item], in area: Rect, of frame: inout Frame) {
        let list = area.split(rows: -1).top
        let top = max(0, index - list.height + 1)
        let keysWidth = min(14, (items.map { SafeText($0.keys).width }.max() ?? 0) + 1)
        for (offset, item) in visible.dropFirst(top).prefix(list.height).enumerated() {
            let row = list.row(offset)
            draw(item, keysWidth: keysWidth, in: row.inset(columns: 1, rows: 0), of: &frame)
            if top + offset == index {
                frame.write("▸", at: row.origin, style: Style(.key), in: row)
                frame.lay(row, over: .cursor)
            }
        }
        let note = selected.map { $0.disabled ?? $0.detail } ?? "nothing matches"
        let role: Role = selected?.disabled == nil ? .dim : .warn
        frame.write(SafeText(note), in: area.row(-1).inset(columns: 1, rows: 0), style: Style(role))
    }

    private func draw(_ item: Item, keysWidth: Int, in row: Rect, of frame: inout Frame) {
        let (keys, rest) = row.split(columns: keysWidth)
        frame.write(SafeText(item.keys), in: keys, style: Style(item.disabled == nil ? .key : .dim))
        frame.write(SafeText(item.title), in: rest, style: Style(item.disabled == nil ? .text : .dim))
    }
}
