import GatehouseModel

/// The commands as documentation: what the manual and the README take over.
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

    /// The same as a section of a manual page (mdoc-free `man` macros).
    package static var manual: String {
        CommandTable.contexts.map { context in
            let rows = context.commands.map { command in
                let usage = ([command.name] + command.arguments.map(\.usage)).joined(separator: " ")
                return
                    ".TP\n.B \(escaped(command.keys.joined(separator: " ")))\n\(escaped(":" + usage)) \\- \(escaped(command.help))"
            }
            return ".SS \(context.name)\n" + rows.joined(separator: "\n") + "\n"
        }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("^", with: "\\(ha")
    }
}
