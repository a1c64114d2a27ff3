/// What comes from the terminal.
package enum TerminalEvent: Hashable, Sendable {
    case key(Key)
    /// Pasted text: data, never keys. As long as `Paste.limit` at most, unsanitised.
    case paste(Paste)
    case mouse(Mouse)
    case resize(Size)
    /// Whether the terminal's window got or lost the keyboard.
    case focus(Bool)
}

/// Text that the user pasted.
package struct Paste: Hashable, Sendable {
    /// Bytes (UTF-8) that one paste brings at most; the rest is dropped.
    package static let limit = 262_144

    package let text: String
    /// Whether more was pasted than `limit`.
    package let isCut: Bool

    package init(_ text: String, isCut: Bool = false) {
        self.text = text
        self.isCut = isCut
    }

    /// Whether it holds a line end, so that a prompt ought to ask before using it.
    package var hasLineEnds: Bool { text.contains(where: \.isNewline) }
}

/// A press of a mouse button or a turn of the wheel. Motion is never reported.
package struct Mouse: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        case press
        case menu
        case wheelUp
        case wheelDown
    }

    package let action: Action
    package let point: Point

    package init(_ action: Action, at point: Point) {
        self.action = action
        self.point = point
    }
}
