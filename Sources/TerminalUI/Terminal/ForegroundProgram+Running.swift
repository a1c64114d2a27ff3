import CNcurses
import Glibc

extension ForegroundProgram {
    /// Runs the program on /dev/tty and waits for it. The terminal must have been restored before.
    func runOnTerminal() -> Result {
        guard !arguments.isEmpty, !arguments.contains(where: { $0.utf8.contains(0) }) else {
            return .failed("there is no program to run")
        }
        var vector = arguments.map { strdup($0) }
        defer { for argument in vector { free(argument) } }
        vector.append(nil)
        var status: Int32 = 0
        let problem = tty_run(vector, &status)
        guard problem == 0 else {
            return .failed("\(arguments[0]) cannot be started: \(String(cString: strerror(-problem)))")
        }
        // The encoding of wait(2): the low seven bits are the signal, the next byte is the exit status.
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    /// The user's editor for a file: VISUAL, otherwise EDITOR, otherwise vi. The command is split at spaces, without a
    /// shell.
    package static func editor(for file: String, variables: [String: String]) -> ForegroundProgram {
        let chosen = [variables["VISUAL"], variables["EDITOR"]].compactMap(\.self).first { !$0.isEmpty } ?? "vi"
        return ForegroundProgram(arguments: chosen.split(separator: " ").map(String.init) + [file])
    }
}
