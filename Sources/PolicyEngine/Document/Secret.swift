/// A text that must not be shown: it prints as `‹secret›` everywhere.
package struct Secret: Sendable, Hashable {
    /// The text itself, only for comparing and sending.
    package let revealed: String

    package init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹secret›" }
    package var debugDescription: String { "‹secret›" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
