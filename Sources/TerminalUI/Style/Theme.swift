/// Faces for roles. Views never see it: the terminal resolves a frame's styles through it.
package struct Theme: Hashable, Sendable {
    package enum Base: String, CaseIterable, Hashable, Sendable {
        case dark
        case light
    }

    package let name: String
    package let base: Base
    /// Faces the theme gives itself; the rest comes from its base.
    let roles: [Role: Face]
    /// Faces for terminals with 8 colours.
    let eight: [Role: Face]
    /// Faces for terminals without colours.
    let mono: [Role: Face]

    package init(
        name: String,
        base: Base,
        roles: [Role: Face] = [:],
        eight: [Role: Face] = [:],
        mono: [Role: Face] = [:]
    ) {
        self.name = name
        self.base = base
        self.roles = roles
        self.eight = eight
        self.mono = mono
    }

    /// The user's own 16 colours on the terminal's own ground; needs no file.
    package static let terminal = Theme(name: "terminal", base: .dark)
}
