import Foundation
import TerminalUI

/// A small program that uses every part of the terminal, so that tests can check them in a real one.
@main
enum Probe {
    static func main() async {
        let variables = ProcessInfo.processInfo.environment
        var environment = TerminalEnvironment(variables)
        environment.ascii = variables["PROBE_ASCII"] == nil ? nil : true
        let loop = TerminalLoop(app: ProbeApp(), runner: ProbeEffects())
        do {
            let end = try await loop.run(from: ProbeState(), doing: [.effect(.follow)], in: environment)
            print("ended: \(end.closed.map { "\($0)" } ?? "quit")")
            exit(end.closed == nil ? 0 : 3)
        } catch {
            FileHandle.standardError.write(Data("probe: \(error)\n".utf8))
            exit(2)
        }
    }
}

enum ProbeEffect: Sendable {
    /// A count that increases while the program runs.
    case follow
    case clock
}

struct ProbeEffects: EffectRunner {
    func run(_ effect: ProbeEffect, mailbox: Mailbox<ProbeMessage>) async {
        switch effect {
        case .follow:
            while (try? await Task.sleep(for: .milliseconds(20))) != nil { mailbox.post(.tick) }
        case .clock:
            mailbox.post(.note("effect done"))
        }
    }

    func isStanding(_ effect: ProbeEffect) -> Bool {
        switch effect {
        case .follow: true
        case .clock: false
        }
    }
}
