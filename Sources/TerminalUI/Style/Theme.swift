/// The faces of roles. Views never see a theme; the terminal uses it to resolve a frame's styles.
package struct Theme: Hashable, Sendable {
    package enum Base: String, CaseIterable, Hashable, Sendable {
        case dark
        case light
    }

    package let name: String
    package let base: Base
    /// The faces that the theme defines itself; the base supplies the rest.
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

    /// The user's 16 colours on the terminal's own background; needs no file.
    package static let terminal = Theme(name: "terminal", base: .dark)
}
