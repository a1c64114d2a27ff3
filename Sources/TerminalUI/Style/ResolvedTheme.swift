/// A theme for a terminal with so many colours: what to send for each style.
package struct ResolvedTheme: Hashable, Sendable {
    package let theme: Theme
    package let depth: ColorDepth
    private let faces: [ResolvedFace]

    /// A role's face in the terminal's colour numbers; nil leaves a colour to what lies below.
    private struct ResolvedFace: Hashable {
        var foreground: Int16?
        var background: Int16?
        var attributes: Attributes = []
    }

    /// Resolves every role. Never fails: what a theme leaves out comes from its base.
    package init(_ theme: Theme, for depth: ColorDepth) {
        self.theme = theme
        self.depth = depth
        let ground = ResolvedTheme.resolve(theme.face(.text, for: depth), depth: depth)
        faces = Role.allCases.map { role in
            let face = ResolvedTheme.resolve(theme.face(role, for: depth), depth: depth)
            return role == .text ? face : ResolvedTheme.distinguished(face, from: ground)
        }
    }

    /// What to send for a style: its role's face, under the face of the role it lies over, on the ground of `text`.
    package func ink(for style: Style) -> Ink {
        let ground = face(.text)
        let own = face(style.role)
        let over = style.over.map(face)
        let foreground = over?.foreground ?? own.foreground ?? ground.foreground ?? -1
        let background = over?.background ?? own.background ?? ground.background ?? -1
        let attributes = own.attributes.union(over?.attributes ?? []).union(style.attributes)
        return Ink(foreground: foreground, background: background, attributes: attributes)
    }

    private func face(_ role: Role) -> ResolvedFace {
        Role.allCases.firstIndex(of: role).map { faces[$0] } ?? ResolvedFace()
    }

    private static func resolve(_ face: Face, depth: ColorDepth) -> ResolvedFace {
        var attributes = face.attributes
        guard depth != .mono else { return ResolvedFace(attributes: attributes) }
        var foreground = face.foreground.map { Palette.number(of: $0, depth: depth) }
        if depth == .eight, let bright = foreground, bright > 7 {
            foreground = bright - 8
            attributes.insert(.bold)
        }
        var background = face.background.map { Palette.number(of: $0, depth: depth) }
        if depth == .eight, let bright = background, bright > 7 { background = bright - 8 }
        return ResolvedFace(foreground: foreground, background: background, attributes: attributes)
    }

    /// With few colours a ground may become the same as the text's: then the role is shown reversed instead.
    private static func distinguished(_ face: ResolvedFace, from ground: ResolvedFace) -> ResolvedFace {
        var face = face
        if let background = face.background, background == ground.background ?? -1 {
            face.background = nil
            face.attributes.formSymmetricDifference(.reverse)
        }
        let background = face.background ?? ground.background ?? -1
        if let foreground = face.foreground, foreground >= 0, foreground == background {
            face.foreground = ground.foreground == foreground ? nil : ground.foreground
        }
        return face
    }
}

extension Theme {
    /// What the theme says about a role where there are so many colours, else what its base says.
    func face(_ role: Role, for depth: ColorDepth) -> Face {
        switch depth {
        case .mono: mono[role] ?? BaseFaces.mono(role)
        case .eight: eight[role] ?? roles[role] ?? BaseFaces.colored(role, base)
        case .sixteen, .full: roles[role] ?? BaseFaces.colored(role, base)
        }
    }
}
