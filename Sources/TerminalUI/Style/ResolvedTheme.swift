/// A theme resolved for a terminal's number of colours: what to send for each style.
package struct ResolvedTheme: Hashable, Sendable {
    package let theme: Theme
    package let depth: ColorDepth
    private let faces: [ResolvedFace]

    /// A role's face in the terminal's colour numbers. A nil colour is inherited from what lies below.
    private struct ResolvedFace: Hashable {
        var foreground: Int16?
        var background: Int16?
        var attributes: Attributes = []
    }

    /// Resolves every role. Never fails: the base supplies what the theme leaves out.
    package init(_ theme: Theme, for depth: ColorDepth) {
        self.theme = theme
        self.depth = depth
        let ground = ResolvedTheme.resolve(theme.face(.text, for: depth), depth: depth)
        faces = Role.allCases.map { role in
            let face = ResolvedTheme.resolve(theme.face(role, for: depth), depth: depth)
            return role == .text ? face : ResolvedTheme.distinguished(face, from: ground)
        }
    }

    /// What to send for a style: its role's face, overridden by the face of the role it lies over, on the background of
    /// `text`.
    ///
    /// Hidden characters always keep their own face, and no text is drawn in the colour of its background.
    package func ink(for style: Style) -> Ink {
        let ground = face(.text)
        let own = face(style.role)
        let over = style.role == .hiddenChar ? nil : style.over.map(face)
        let background = over?.background ?? own.background ?? ground.background ?? -1
        // A foreground chosen for the text's background is not used on another one.
        let fits = over?.background != nil || own.background == nil
        let foreground = (fits ? over?.foreground : nil) ?? own.foreground ?? ground.foreground ?? -1
        return Ink(
            foreground: ResolvedTheme.legible(foreground, on: background, instead: ground.foreground ?? -1),
            background: background,
            attributes: own.attributes.union(over?.attributes ?? []).union(style.attributes)
        )
    }

    private static func legible(_ foreground: Int16, on background: Int16, instead other: Int16) -> Int16 {
        guard foreground == background, foreground >= 0 else { return foreground }
        if other != background { return other }
        return background == 0 ? 7 : 0
    }

    private func face(_ role: Role) -> ResolvedFace {
        Role.allCases.firstIndex(of: role).map { faces[$0] } ?? ResolvedFace()
    }

    private static func resolve(_ face: Face, depth: ColorDepth) -> ResolvedFace {
        var attributes = face.attributes
        guard depth != .mono else { return ResolvedFace(attributes: attributes) }
        var foreground = face.foreground.map { Palette.number(of: $0, depth: depth) }
        if depth == .eight, let bright = foreground, bright > 7 {
            // Bold black is grey on some terminals and invisible on others, so grey becomes the text's own colour,
            // dimmed.
            foreground = bright == 8 ? nil : bright - 8
            attributes.insert(bright == 8 ? .dim : .bold)
        }
        var background = face.background.map { Palette.number(of: $0, depth: depth) }
        if depth == .eight, let bright = background, bright > 7 { background = bright - 8 }
        return ResolvedFace(foreground: foreground, background: background, attributes: attributes)
    }

    /// With few colours, a background may become the same as the text's; then the role is shown in reverse video.
    private static func distinguished(_ face: ResolvedFace, from ground: ResolvedFace) -> ResolvedFace {
        var face = face
        if let background = face.background, background == ground.background ?? -1 {
            face.background = nil
            face.attributes.formSymmetricDifference(.reverse)
        }
        return face
    }
}

extension Theme {
    /// The theme's face for a role with this number of colours, otherwise the base's.
    func face(_ role: Role, for depth: ColorDepth) -> Face {
        switch depth {
        case .mono: mono[role] ?? BaseFaces.mono(role)
        case .eight: eight[role] ?? roles[role] ?? BaseFaces.colored(role, base)
        case .sixteen, .full: roles[role] ?? BaseFaces.colored(role, base)
        }
    }
}
