import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization
import TerminalUI

/// Runs the effects that the state requests: requests, the event stream, files, themes.
final class ConsoleRunner: EffectRunner {
    private let client: ControlClient
    private let themes: ThemeLibrary
    private let statePath: String?
    private let clock: @Sendable () -> Timestamp
    /// The number of the current stream; an older stream ends at its next line.
    private let generation = Mutex(0)

    /// - Parameter statePath: the file for saved state; nil saves nothing.
    init(
        client: ControlClient,
        themes: ThemeLibrary,
        statePath: String?,
        clock: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        self.client = client
        self.themes = themes
        self.statePath = statePath
        self.clock = clock
    }

    func isStanding(_ effect: Effect) -> Bool {
        switch effect {
        case .watch, .wake, .watchThemes: true
        case .ask, .copy, .write, .view, .edit, .forget, .loadTheme, .save, .mouse, .suspend, .redraw, .bell, .quit,
            .saveDisplay, .writePolicy, .editPolicy, .readPolicy:
            false
        }
    }

    func run(_ effect: Effect, mailbox: Mailbox<Message>) async {
        switch effect {
        case .ask(let ask): await mailbox.send(await ask.perform(with: client))
        case .watch(let generation, let interest): await watch(generation, interest, mailbox)
        case .wake(let moment): await wake(at: moment, mailbox)
        case .watchThemes: await watchThemes(mailbox)
        case .loadTheme(let name, let isPreview): await mailbox.send(theme(name, isPreview: isPreview))
        case .write(let path, let contents, let what): await mailbox.send(Self.written(path, contents, what))
        case .save(let saved): if let statePath { try? saved.write(to: statePath) }
        case .view(let text): await mailbox.send(Self.viewable(text))
        case .forget(let path): PrivateFile.removeTemporary(path)
        case .writePolicy(let text, let line): await mailbox.send(Self.policyFile(text, line: line))
        case .readPolicy(let path): await mailbox.send(.rules(.policyRead(Self.policy(at: path))))
        // The terminal's loop runs these.
        case .copy, .edit, .editPolicy, .mouse, .suspend, .redraw, .bell, .quit, .saveDisplay: break
        }
    }

    private func watch(_ wanted: Int, _ interest: WatchEvents.Interest, _ mailbox: Mailbox<Message>) async {
        generation.withLock { $0 = max($0, wanted) }
        do throws(ControlError) {
            var events = client.events(interest).makeAsyncIterator()
            while let batch = try await events.batch() {
                guard generation.withLock({ $0 == wanted }) else { return }
                await mailbox.send(.stream(generation: wanted, .events(batch)), isPatient: true)
            }
            await mailbox.send(.stream(generation: wanted, .ended(nil)))
        } catch {
            await mailbox.send(.stream(generation: wanted, .ended(error)))
        }
    }

    private func wake(at moment: Timestamp, _ mailbox: Mailbox<Message>) async {
        let wait = moment.since(clock())
        if wait > .zero { try? await Task.sleep(for: wait) }
        guard !Task.isCancelled else { return }
        mailbox.post(.tick)
    }

    private func watchThemes(_ mailbox: Mailbox<Message>) async {
        for await _ in ThemeWatch.changes(in: themes.folders) {
            await mailbox.send(.themeNames(themes.names))
            await mailbox.send(.themesChanged)
        }
    }

    private func theme(_ name: String, isPreview: Bool) -> Message {
        do {
            let file = try themes.theme(named: name)
            return .theme(file.theme, isPreview: isPreview, problems: file.warnings)
        } catch { return .failed("the theme stays as it is: \(error)") }
    }

    private static func written(_ path: String, _ contents: String, _ what: String) -> Message {
        do {
            try PrivateFile.create(path, contents)
            return .done("\(what) written to \(path)")
        } catch { return .failed("cannot write \(path): \(error.reason)") }
    }

    private static func policyFile(_ text: String, line: Int?) -> Message {
        do { return .rules(.policyReady(path: try PrivateFile.temporary(text, name: "policy.toml"), line: line)) } catch
        {
            return .failed("cannot make a file for the editor: \(error.reason)")
        }
    }

    /// The policy as saved in the editor. A file that cannot be used is not removed.
    private static func policy(at path: String) -> Result<String, PolicyFileProblem> {
        do {
            let text = try PrivateFile.read(path, limit: PolicyEditing.limit)
            PrivateFile.removeTemporary(path)
            return .success(text)
        } catch { return .failure(PolicyFileProblem(path: path, reason: error.reason)) }
    }

    private static func viewable(_ text: String) -> Message {
        do { return .viewReady(path: try PrivateFile.temporary(text)) } catch {
            return .failed("cannot make a file for the editor: \(error.reason)")
        }
    }
}
