import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

/// The final output and the exit status when a command ends with an error.
struct ErrorReport: Sendable, Hashable {
    var status: ExitStatus
    /// Help or version, for standard output.
    var output: PrintedText = ""
    /// The error message, for standard error.
    var complaint: PrintedText = ""

    private init(_ status: ExitStatus, output: PrintedText = "", complaint: PrintedText = "") {
        self.status = status
        self.output = output
        self.complaint = complaint
    }

    private init(_ status: ExitStatus, _ message: String, hint: String? = nil) {
        self.init(status, complaint: Self.sentence(message, hint))
    }

    init(of error: any Error) {
        switch error {
        case let failure as Failure: self.init(failure.status, failure.message, hint: failure.hint)
        case let problem as Problem: self.init(ExitStatus(problem), problem.detail, hint: problem.advice)
        case let error as ControlError: self.init(ofControl: error)
        case is CancellationError: self.init(.failure, "interrupted")
        default: self.init(ofUsage: error)
        }
    }

    /// For an error of the control protocol.
    private init(ofControl error: ControlError) {
        switch error {
        case .problem(let problem): self.init(of: problem)
        case .unreachable(let socket, let detail):
            self.init(.unreachable, "no daemon answers at \(socket): \(detail)", hint: Self.startAdvice)
        case .notPermitted(let socket, let group):
            self.init(.notPermitted, "you may not open \(socket)", hint: Self.groupAdvice(group))
        case .timeOut: self.init(.timeOut, error.description)
        case .interrupted: self.init(.unreachable, error.description)
        case .unreadable: self.init(.daemonError, error.description)
        case .cancelled: self.init(.failure, error.description)
        }
    }

    /// For an error of the argument parser: a request for help or the version, or wrong arguments.
    private init(ofUsage error: any Error) {
        let text = Gatehouse.fullMessage(for: error)
        let code = Gatehouse.exitCode(for: error)
        if code.isSuccess {
            self.init(.done, output: PrintedText(lines: text))
        } else if code == .validationFailure {
            self.init(.usage, complaint: PrintedText(lines: text))
        } else {
            let message = text.isEmpty ? PlainReason.of(error) : Self.withoutLabel(text)
            self.init(ExitStatus(rawValue: code.rawValue) ?? .failure, message)
        }
    }

    private static let startAdvice = """
        Start it with `systemctl start gatehoused`, or by hand with `gatehoused --config FILE`; try everything with \
        `gatehouse demo`.
        If it runs elsewhere, name its socket with --socket or GATEHOUSE_SOCKET.
        """

    private static func groupAdvice(_ group: String?) -> String {
        guard let group else { return "Ask its owner for access." }
        return "Join the group \(group): sudo usermod -aG \(group) \"$USER\", then log in again."
    }

    private static func withoutLabel(_ text: String) -> String {
        text.hasPrefix("Error: ") ? String(text.dropFirst(7)) : text
    }

    private static func sentence(_ message: String, _ hint: String?) -> PrintedText {
        guard !message.isEmpty else { return "" }
        let safe = PrintedText(line: "gatehouse: " + message)
        return hint.map { safe + "\n" + PrintedText(lines: $0) } ?? safe
    }

    /// Prints the texts and exits.
    func printAndExit() -> Never {
        if !output.text.isEmpty { StandardOutput.write(output + "\n") }
        if !complaint.text.isEmpty { StandardError.note(complaint) }
        exit(status.rawValue)
    }
}

extension Problem {
    /// What to do about the problem; the daemon's own hint if it gave one.
    var advice: String? {
        if let hint { return hint }
        guard kind == .roleRequired else { return nil }
        return "Ask an administrator to name you, or a group of yours, under [control] in gatehouse.toml; "
            + "`gatehouse whoami` shows what you are now."
    }
}
