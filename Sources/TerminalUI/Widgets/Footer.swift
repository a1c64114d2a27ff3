/// The currently useful keys, in one row. If there is not enough room, the last ones are left out, except those that
/// are pinned.
package struct Footer: Hashable, Sendable {
    package struct Hint: Hashable, Sendable {
        package let key: SafeText
        package let label: SafeText
        /// Kept at the right end if others are left out, such as help and the command line.
        package let isPinned: Bool
        /// Drawn dimmed; pressing the key says why the command is not available.
        package let isDisabled: Bool

        package init(_ key: SafeText, _ label: SafeText, isPinned: Bool = false, isDisabled: Bool = false) {
            self.key = key
            self.label = label
            self.isPinned = isPinned
            self.isDisabled = isDisabled
        }

        fileprivate var line: Line {
            let keySpan = Span(key, isDisabled ? .dim : .key)
            guard !label.isEmpty else { return [keySpan] }
            return [keySpan, Span(" "), Span(label, isDisabled ? .dim : .hint)]
        }
    }

    package let hints: [Hint]

    package init(_ hints: [Hint]) {
        self.hints = hints
    }

    package func draw(in row: Rect, of frame: inout Frame) {
        let pinned = hints.filter(\.isPinned)
        var room = row.width - 1 - Footer.width(pinned)
        var shown: [Hint] = []
        for hint in hints where !hint.isPinned {
            room -= hint.line.width + 2
            guard room >= 0 else { break }
            shown.append(hint)
        }
        var x = row.x + 1
        for hint in shown + pinned {
            x = frame.write(hint.line, at: Point(x: x, y: row.y), in: row) + 2
        }
    }

    private static func width(_ hints: [Hint]) -> Int {
        hints.reduce(0) { $0 + $1.line.width + 2 }
    }
}
