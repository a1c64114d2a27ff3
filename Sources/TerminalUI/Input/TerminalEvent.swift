/// An event from the terminal.
package enum TerminalEvent: Hashable, Sendable {
    case key(Key)
    /// Pasted text: data, never keys. At most `Paste.limit` bytes, not sanitised.
    case paste(Paste)
    case mouse(Mouse)
    case resize(Size)
    /// Whether the terminal's window gained or lost the keyboard focus.
    case focus(Bool)
}

/// Text pasted by the user.
package struct Paste: Hashable, Sendable {
    /// The maximum size of a paste in bytes (UTF-8); the rest is dropped.
    package static let limit = 262_144

    package let text: String
    /// Whether the paste exceeded `limit`.
    package let isCut: Bool

    package init(_ text: String, isCut: Bool = false) {
        self.text = text
        self.isCut = isCut
    }

    /// Whether it contains a line end, so that a prompt should ask before using it.
    package var hasLineEnds: Bool { text.contains(where: \.isNewline) }
}

/// A press of a mouse button or a turn of the wheel. Motion is not reported.
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
