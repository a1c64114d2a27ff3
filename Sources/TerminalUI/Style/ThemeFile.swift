package import StrictTOML

/// A theme loaded from a file, with warnings about it.
package struct ThemeFile: Hashable, Sendable {
    /// The maximum size of a theme file, in bytes.
    package static let limit = 65_536

    package let theme: Theme
    /// `FILE:LINE: what; remedy` for roles that are hard to read.
    package let warnings: [String]

    /// Parses a theme.
    ///
    /// - Parameter file: the name for messages.
    /// - Throws: `TOMLProblem` for anything unknown: keys, roles, colours, attributes.
    package init(_ text: String, file: String) throws(TOMLProblem) {
        let table = try StrictTable.parse(text, file: file, sizeLimit: ThemeFile.limit, depthLimit: 4)
        let reader = try ThemeReader(table)
        let name = try table.requireString("name")
        let base = try table.requireChoice("base", of: Theme.Base.self)
        let theme = Theme(
            name: name,
            base: base,
            roles: try reader.faces("roles"),
            eight: try reader.faces("8"),
            mono: try reader.faces("mono")
        )
        try table.finish()
        self.theme = theme
        warnings = try reader.warnings(about: theme)
    }
}

/// Reads the tables of a theme file.
private struct ThemeReader {
    private let table: StrictTable
    private let palette: [String: Color]

    private static let names: [String: Color] = {
        let plain = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        var names: [String: Color] = ["default": .standard]
        for (index, name) in plain.enumerated() {
            names[name] = .indexed(UInt8(truncatingIfNeeded: index))
            names["bright-\(name)"] = .indexed(UInt8(truncatingIfNeeded: index + 8))
        }
        return names
    }()

    private static let attributes: [String: Attributes] = [
        "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse, "italic": .italic,
    ]

    init(_ table: StrictTable) throws(TOMLProblem) {
        self.table = table
        var palette = ThemeReader.names
        if let colors = try table.table("palette") {
            for key in colors.keys {
                guard ThemeReader.attributes[key] == nil, key != "on" else {
                    throw colors.problem(
                        key,
                        "\(key.quoted()) is a word of its own",
                        remedy: "name the colour otherwise"
                    )
                }
                palette[key] = try ThemeReader.color(try colors.requireString(key), of: key, in: colors)
            }
        }
        self.palette = palette
    }

    private static func color(
        _ text: String,
        of key: String,
        in table: StrictTable
    ) throws(TOMLProblem) -> Color {
        if let named = names[text] { return named }
        if let number = UInt8(text), number < 16 { return .indexed(number) }
        let digits = text.dropFirst()
        guard text.hasPrefix("#"), digits.utf8.count == 6, let value = UInt32(digits, radix: 16), digits.first != "+"
        else {
            throw table.problem(
                key,
                "\(text.quoted()) is no colour",
                remedy: "write \"#rrggbb\", 0 to 15, or one of \(names.keys.sorted().joined(separator: ", "))"
            )
        }
        return .rgb(
            red: UInt8(truncatingIfNeeded: value >> 16),
            green: UInt8(truncatingIfNeeded: value >> 8 & 0xFF),
            blue: UInt8(truncatingIfNeeded: value & 0xFF)
        )
    }

    /// The faces in one of the tables; empty if the table is absent.
    func faces(_ key: String) throws(TOMLProblem) -> [Role: Face] {
        guard let table = try table.table(key) else { return [:] }
        var faces: [Role: Face] = [:]
        for name in table.keys {
            guard let role = Role(rawValue: name) else {
                let remedy = Suggestion.remedy(for: name, among: Role.allCases.map(\.rawValue), noun: "role")
                throw table.problem(name, "unknown role \(name.quoted())", remedy: remedy)
            }
            faces[role] = try face(try table.requireString(name), of: name, in: table)
        }
        return faces
    }

    /// `FOREGROUND on BACKGROUND ATTRIBUTE…`, each part optional.
    private func face(_ text: String, of key: String, in table: StrictTable) throws(TOMLProblem) -> Face {
        var face = Face()
        var words = text.split(separator: " ").map(String.init)[...]
        if let first = words.first, first != "on", ThemeReader.attributes[first] == nil {
            face.foreground = try color(words.removeFirst(), of: key, in: table)
        }
        if words.first == "on" {
            words.removeFirst()
            guard let name = words.popFirst() else {
                throw table.problem(key, "no colour follows \"on\"", remedy: "name the background colour")
            }
            face.background = try color(name, of: key, in: table)
        }
        for word in words {
            guard let attribute = ThemeReader.attributes[word] else {
                let remedy = Suggestion.remedy(
                    for: word,
                    among: ThemeReader.attributes.keys.sorted(),
                    noun: "attribute"
                )
                throw table.problem(key, "unknown attribute \(word.quoted())", remedy: remedy)
            }
            face.attributes.insert(attribute)
        }
        return face
    }

    private func color(_ name: String, of key: String, in table: StrictTable) throws(TOMLProblem) -> Color {
        if let known = palette[name] { return known }
        return try ThemeReader.color(name, of: key, in: table)
    }

    // MARK: Legibility

    /// Warnings about roles whose text has a contrast below 3:1 on their own background.
    func warnings(about theme: Theme) throws(TOMLProblem) -> [String] {
        guard let roles = try table.table("roles") else { return [] }
        let ground = theme.face(.text, for: .full)
        var warnings: [String] = []
        for role in Role.allCases {
            let face = theme.face(role, for: .full)
            guard
                let background = face.background ?? ground.background,
                let ratio = (face.foreground ?? ground.foreground)?.contrast(with: background), ratio < 3
            else { continue }
            let tenths = Int(ratio * 10)
            warnings.append(
                roles.problem(
                    role.rawValue,
                    "\(role.rawValue) has a contrast of \(tenths / 10).\(tenths % 10):1",
                    remedy: "give it at least 3:1"
                ).description
            )
        }
        return warnings
    }
}
