import Foundation
package import StrictTOML

/// The theme files in some folders. Files in an earlier folder hide those of the same name in later ones.
package struct ThemeLibrary: Hashable, Sendable {
    package let folders: [String]

    package init(folders: [String]) {
        self.folders = folders
    }

    /// The names of all themes, sorted: those of the files, and `terminal`, which needs no file.
    package var names: [String] {
        let files = folders.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        let names = files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }.filter(ThemeLibrary.isName)
        return Set(names + [Theme.terminal.name]).sorted()
    }

    /// Loads a theme by its file's name without `.toml`.
    ///
    /// - Throws: `TOMLProblem` if it does not exist, is too large or has a mistake.
    package func theme(named name: String) throws(TOMLProblem) -> ThemeFile {
        guard ThemeLibrary.isName(name) else {
            throw TOMLProblem(
                file: "themes",
                line: 0,
                message: "\(name.quoted()) is no theme's name",
                remedy: "use letters, digits, - and _"
            )
        }
        for folder in folders {
            let path = "\(folder)/\(name).toml"
            if let text = try ThemeLibrary.read(path) { return try ThemeFile(text, file: path) }
        }
        guard name != Theme.terminal.name else { return ThemeFile(.terminal) }
        let remedy = Suggestion.remedy(for: name, among: names, noun: "theme")
        throw TOMLProblem(file: "themes", line: 0, message: "there is no theme \(name.quoted())", remedy: remedy)
    }

    /// Allows no separators and no leading dot, so a name cannot leave its folder.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                Character(Unicode.Scalar(byte)).isLetter && byte < 0x80 || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }

    /// The file's text; nil if it does not exist.
    private static func read(_ path: String) throws(TOMLProblem) -> String? {
        // safe: opening gives nil and reading throws; nothing is written.
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        let bytes = (try? handle.read(upToCount: ThemeFile.limit + 1)) ?? nil
        guard let text = String(bytes: bytes ?? Data(), encoding: .utf8) else {
            throw TOMLProblem(file: path, line: 0, message: "the file is not UTF-8", remedy: "save it as UTF-8")
        }
        return text
    }
}

extension ThemeFile {
    /// A built-in theme.
    init(_ theme: Theme) {
        self.theme = theme
        warnings = []
    }
}
