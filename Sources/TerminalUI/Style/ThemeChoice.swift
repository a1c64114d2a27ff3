import StrictTOML

/// The theme in use, and any problem with its file. If the file is broken, the previous theme stays.
package struct ThemeChoice: Hashable, Sendable {
    package let name: String
    package private(set) var theme: Theme
    /// The problem with the file, to show to the user; nil if there is none.
    package private(set) var problem: String?
    package private(set) var warnings: [String] = []

    /// Loads the theme. If that fails, the terminal's own colours are used, and `problem` says why.
    package init(_ name: String, from library: ThemeLibrary) {
        self.name = name
        theme = .terminal
        reload(from: library)
    }

    /// Loads the theme again.
    package mutating func reload(from library: ThemeLibrary) {
        do {
            let file = try library.theme(named: name)
            theme = file.theme
            warnings = file.warnings
            problem = nil
        } catch {
            problem = "\(error)"
        }
    }
}
