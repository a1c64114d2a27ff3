/// The appearance of a cell in terms of the theme: a role, optionally over another one (a denied call in the selected
/// row).
package struct Style: Hashable, Sendable {
    package var role: Role
    /// The role whose background it lies on: `cursor`, `mark`, `match`. It wins if both define something.
    package var over: Role?
    package var attributes: Attributes

    package init(_ role: Role, over: Role? = nil, attributes: Attributes = []) {
        self.role = role
        self.over = over
        self.attributes = attributes
    }
}

/// Attributes that a terminal can show with or without colours.
package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
    package static let italic = Attributes(rawValue: 16)
}
