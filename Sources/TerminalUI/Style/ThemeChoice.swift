import StrictTOML

/// The theme in use, and what is wrong with the file it should come from. A broken file keeps the old theme.
package struct ThemeChoice: Hashable, Sendable {
    package let name: String
    package private(set) var theme: Theme
    /// What the user should be told: the mistake in the file, else nil.
    package private(set) var problem: String?
    package private(set) var warnings: [String] = []

    /// Reads the theme; where that fails the terminal's own colours are used, and `problem` says why.
    package init(_ name: String, from library: ThemeLibrary) {
        self.name = name
        theme = .terminal
        reload(from: library)
    }

    /// Reads the theme again.
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
