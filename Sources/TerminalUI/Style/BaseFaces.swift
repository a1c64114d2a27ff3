/// The default faces of roles that a theme does not define, in the terminal's own 16 colours.
enum BaseFaces {
    static func colored(_ role: Role, _ base: Theme.Base) -> Face {
        base == .dark ? dark(role) : light(role)
    }

    // The usual names of the terminal's colours.
    private static let red = Color.indexed(1)
    private static let green = Color.indexed(2)
    private static let yellow = Color.indexed(3)
    private static let blue = Color.indexed(4)
    private static let magenta = Color.indexed(5)
    private static let cyan = Color.indexed(6)
    private static let black = Color.indexed(0)
    private static let white = Color.indexed(15)

    private static func dark(_ role: Role) -> Face {
        switch role {
        case .text: Face(foreground: .standard, background: .standard)
        case .dim, .border, .diffContext: Face(foreground: .indexed(8))
        case .hint: Face(foreground: .indexed(7))
        case .title: Face(foreground: .indexed(15), attributes: .bold)
        case .focus: Face(foreground: cyan, attributes: .bold)
        case .cursor: Face(foreground: white, background: blue, attributes: .bold)
        case .mark: Face(foreground: .indexed(11))
        case .match: Face(foreground: black, background: yellow)
        case .matchCurrent: Face(foreground: black, background: .indexed(11), attributes: [.bold, .underline])
        case .new: Face(attributes: .bold)
        case .ok, .allowed, .diffAdd: Face(foreground: .indexed(10))
        case .warn, .pending: Face(foreground: .indexed(11))
        case .error, .denied, .diffDelete: Face(foreground: .indexed(9))
        case .link: Face(foreground: .indexed(14), attributes: .underline)
        case .danger: Face(foreground: white, background: red, attributes: .bold)
        case .key: Face(foreground: .indexed(14), attributes: .bold)
        case .hiddenChar: Face(foreground: black, background: .indexed(13), attributes: .bold)
        case .chart1: Face(foreground: cyan)
        case .chart2: Face(foreground: green)
        case .chart3: Face(foreground: yellow)
        case .chart4: Face(foreground: magenta)
        }
    }

    private static func light(_ role: Role) -> Face {
        switch role {
        case .text: Face(foreground: .standard, background: .standard)
        case .title: Face(foreground: black, attributes: .bold)
        case .hint: Face(foreground: .indexed(8))
        case .focus, .key: Face(foreground: blue, attributes: .bold)
        case .mark, .warn, .pending: Face(foreground: magenta)
        case .ok, .allowed, .diffAdd: Face(foreground: green)
        case .error, .denied, .diffDelete: Face(foreground: red)
        case .link: Face(foreground: blue, attributes: .underline)
        default: dark(role)
        }
    }

    /// Without colours, roles differ only in attributes, and in the words and glyphs that accompany them.
    static func mono(_ role: Role) -> Face {
        switch role {
        case .text, .border, .hint, .ok, .allowed, .diffContext, .chart1, .chart2, .chart3, .chart4: Face()
        case .dim: Face(attributes: .dim)
        case .title, .focus, .mark, .new, .warn, .pending, .denied, .key, .diffAdd: Face(attributes: .bold)
        case .cursor: Face(attributes: .reverse)
        case .match, .link, .diffDelete: Face(attributes: .underline)
        case .matchCurrent: Face(attributes: [.reverse, .underline])
        case .error: Face(attributes: [.bold, .underline])
        case .danger: Face(attributes: [.bold, .reverse])
        case .hiddenChar: Face(attributes: [.bold, .reverse, .underline])
        }
    }
}
