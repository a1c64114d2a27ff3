/// A theme's definition of a role: colours and attributes. A nil colour is inherited from what lies below.
package struct Face: Hashable, Sendable {
    package var foreground: Color?
    package var background: Color?
    package var attributes: Attributes

    package init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

/// What is sent to a terminal: colour numbers of its palette (-1 for its default) and attributes.
package struct Ink: Hashable, Sendable {
    package let foreground: Int16
    package let background: Int16
    package let attributes: Attributes

    package init(foreground: Int16 = -1, background: Int16 = -1, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}
