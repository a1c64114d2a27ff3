import ControlProtocol
import Foundation
import GatehouseModel
import StrictTOML
package import TerminalUI

/// The options for starting the console.
package struct ConsoleOptions: Sendable {
    /// The daemon's socket.
    package var socket: String
    /// The name of a theme; takes precedence over the one in `console.toml`.
    package var theme: String?
    /// `traffic`, `approvals`, `lists`, `rules`, `flows` or `audit`; nil opens the screen that was open last.
    package var screen: String?
    /// A filter for the first screen, in the query language.
    package var filter: String?
    /// Neither reads nor saves state.
    package var fresh: Bool
    /// Uses lines of input and output instead of a screen.
    package var plain: Bool
    package var environment: [String: String]

    package init(
        socket: String,
        theme: String? = nil,
        screen: String? = nil,
        filter: String? = nil,
        fresh: Bool = false,
        plain: Bool = false,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.socket = socket
        self.theme = theme
        self.screen = screen
        self.filter = filter
        self.fresh = fresh
        self.plain = plain
        self.environment = environment
    }
}

/// Runs the console on the process's terminal until the user quits.
///
/// Waits for a daemon that is not running. Errors in the user's files are shown on the messages line, and the defaults
/// are used.
///
/// - Throws: `TerminalProblem` if no screen can be drawn on this terminal.
package func runConsole(_ options: ConsoleOptions) async throws(TerminalProblem) {
    let executable = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let paths = ConsolePaths(environment: options.environment, executable: executable)
    let files = ConsoleFiles(paths, options)
    let client = ControlClient(socket: options.socket)
    let app = ConsoleApp(clock: { .now }, editor: files.editor)
    let runner = ConsoleRunner(client: client, themes: files.library, statePath: options.fresh ? nil : paths.state)
    let loop = TerminalLoop(app: app, runner: runner)

    var state = ConsoleState(files.start)
    for problem in files.problems { state.say(problem, .warning, for: .seconds(20)) }
    let first = state.start()
    let actions = app.actions(first, &state)
    let environment = terminalEnvironment(options.environment, state.settings)
    let mailbox = loop.mailbox
    let mouse = state.mouse
    let result: Result<Void, TerminalProblem>
    do throws(TerminalProblem) {
        _ = try await loop.run(from: state, doing: actions + [.terminal(.mouse(mouse))]) { () throws(TerminalProblem) in
            guard !options.plain else {
                let terminal = try PlainTerminal()
                mailbox.post(.resized(terminal.size))
                return terminal
            }
            let terminal = try CursesTerminal(environment)
            mailbox.post(.resized(terminal.size))
            for notice in terminal.capabilities.notices { mailbox.post(.failed(notice)) }
            return terminal
        }
        result = .success(())
    } catch { result = .failure(error) }
    await client.close()
    try result.get()
}

private func terminalEnvironment(_ variables: [String: String], _ settings: Settings) -> TerminalEnvironment {
    var environment = TerminalEnvironment(variables)
    environment.ascii =
        switch settings.ascii {
        case .auto: nil
        case .on: true
        case .off: false
        }
    return environment
}

/// The values from the user's files and environment, with the errors in them to be shown.
struct ConsoleFiles: Sendable {
    let start: ConsoleStart
    let library: ThemeLibrary
    let editor: [String]
    let problems: [String]

    init(_ paths: ConsolePaths, _ options: ConsoleOptions, now: Timestamp = .now) {
        var problems: [String] = []
        let settings = Self.settings(paths.settings, &problems)
        let saved = options.fresh ? SavedState() : SavedState.read(from: paths.state)
        library = ThemeLibrary(folders: paths.themes)
        let name = options.theme ?? settings.theme ?? saved.theme ?? Theme.terminal.name
        let choice = ThemeChoice(name, from: library)
        if let problem = choice.problem { problems.append(problem) }
        var start = ConsoleStart(now: now, size: Size(width: 80, height: 24), theme: choice.theme)
        start.settings = settings
        start.saved = saved
        start.themeNames = library.names
        start.keymap = Self.keymap(paths.keys, &problems)
        start.screen = Self.screen(options, &problems)
        start.filter = Self.filter(options, start.screen ?? .traffic, &problems)
        start.directory = FileManager.default.currentDirectoryPath
        start.seed = UInt64.random(in: 1...UInt64.max)
        self.start = start
        self.problems = problems
        let command = options.environment["VISUAL"] ?? options.environment["EDITOR"] ?? "vi"
        let words = command.split(separator: " ").map(String.init)
        editor = words.isEmpty ? ["vi"] : words
    }

    private static func screen(_ options: ConsoleOptions, _ problems: inout [String]) -> ScreenID? {
        guard let name = options.screen else { return nil }
        if let id = ScreenID(rawValue: name) { return id }
        let names = ScreenID.allCases.map(\.rawValue).joined(separator: ", ")
        problems.append("there is no screen \(name); write one of \(names)")
        return nil
    }

    private static func filter(_ options: ConsoleOptions, _ id: ScreenID, _ problems: inout [String]) -> String? {
        guard let text = options.filter else { return nil }
        guard let problem = id.filterProblem(text) else { return text }
        problems.append("the filter is not used: \(problem)")
        return nil
    }

    private static func settings(_ path: String, _ problems: inout [String]) -> Settings {
        switch text(path) {
        case nil: return Settings()
        case .failure(let problem):
            problems.append("\(problem); the defaults are used")
            return .unreadable
        case .success(let text):
            let (settings, wrong) = Settings.read(text, file: path)
            problems += wrong.map(\.description)
            return settings
        }
    }

    private static func keymap(_ path: String, _ problems: inout [String]) -> Keymap {
        let remedy = "until it is mended, keys that change something do nothing; type the command, such as :approve"
        switch text(path) {
        case nil: return .standard
        case .failure(let problem):
            problems.append("\(problem); \(remedy)")
            return .harmless
        case .success(let text):
            do throws(TOMLProblem) {
                let names = CommandTable.contexts.flatMap { $0.commands.map(\.name) }
                let file = try KeyFile(
                    text,
                    file: path,
                    contexts: CommandTable.contexts.map(\.name),
                    commands: Set(names)
                )
                problems += file.problems.map(\.description)
                if !file.isComplete { problems.append("\(path) is not TOML in every line; \(remedy)") }
                return (file.isComplete ? Keymap.standard : Keymap.harmless).merging(file)
            } catch {
                problems.append("\(error); \(remedy)")
                return .harmless
            }
        }
    }

    /// The file's text; nil if there is no file.
    private static func text(_ path: String) -> Result<String, FileProblem>? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return Result { () throws(FileProblem) in try BoundedFile.text(path, limit: KeyFile.sizeLimit) }
    }
}

extension Keymap {
    /// The default keys without those that change something, for a key file of which nobody knows what it unbinds.
    static let harmless = standard.removing { name, context in
        CommandTable.contexts.first { $0.name == context }?.commands.contains { $0.name == name && $0.role > .viewer }
            ?? false
    }
}
