import GatehouseModel

/// The commands as documentation, included in the manual and the README.
package enum CommandReference {
    /// One Markdown table for each context.
    package static var markdown: String {
        CommandTable.contexts.map { context in
            let rows = context.commands.map { command in
                let usage = ([command.name] + command.arguments.map(\.usage)).joined(separator: " ")
                let keys = command.keys.map { "`\($0.replacing("|", with: "\\|"))`" }.joined(separator: " ")
                let role = command.role == .viewer ? "" : command.role.rawValue
                return "| \(keys) | `\(usage)` | \(command.help.replacing("|", with: "\\|")) | \(role) |"
            }
            return "### \(context.name)\n\n| keys | command | what it does | role |\n|---|---|---|---|\n"
                + rows.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// The same as subsections of a manual page, in `mdoc`.
    package static var manual: String {
        CommandTable.contexts.map { context in
            ".Ss \(context.name)\n.Bl -tag -width Ds\n" + context.commands.map(item).joined() + ".El\n"
        }.joined()
    }

    private static func item(_ command: Command) -> String {
        let keys = command.keys.map(word).joined(separator: " ")
        let usage = ([":" + command.name] + command.arguments.map(\.usage)).flatMap { $0.split(separator: " ") }
        let names = usage.map { word(String($0)) }.joined(separator: " ")
        let role = command.role == .viewer ? "" : " (\(command.role.rawValue))"
        return ".It \(keys.isEmpty ? names : keys + " \\(em " + names)\n\(escaped(command.help))\(role)\n"
    }

    /// A word on a macro's line. The zero-width space prevents it from being read as a macro or a delimiter.
    private static func word(_ text: String) -> String { "\\&" + escaped(text) }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("^", with: "\\(ha")
            .replacing("~", with: "\\(ti").replacing("\"", with: "\\(dq").replacing("…", with: "...")
    }
}
