import Foundation
import Synchronization

/// A child process, started with posix_spawn(3) and waited for with waitpid(2), so that its end is noticed at once.
///
/// Foundation's `Process` notices an end only when all descendants have closed an inherited descriptor, and tmux's
/// server never does.
final class ChildProcess: Sendable {
    let identifier: pid_t
    /// The status from waitpid(2); nil while it runs.
    private let status = Mutex<Int32?>(nil)

    /// Processes that are killed when the tests end, however they end.
    private static let alive = Mutex<Set<pid_t>>([])
    private static let killingAtExit: Void = {
        atexit { ChildProcess.killAll() }
    }()

    /// - Parameters:
    ///   - input, output, errors: the paths of the files for the three standard streams.
    init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        input: String,
        output: String,
        errors: String
    ) throws {
        _ = Self.killingAtExit
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_APPEND, 0)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_APPEND, 0)

        // Other tests start processes too, and wait for descriptors that no child of ours may hold.
        for descriptor in Self.openDescriptors where descriptor > 2 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }

        // The threads of a test run may block signals, which a child would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var identifier: pid_t = 0
        let problem = posix_spawn(&identifier, path, &actions, &attributes, &arguments, &variables)
        guard problem == 0 else { throw TimedOut("cannot start \(path): \(String(cString: strerror(problem)))") }
        self.identifier = identifier
        Self.alive.withLock { _ = $0.insert(identifier) }
    }

    /// The exit status, or the negative number of a signal; nil while it runs.
    var ended: Int32? {
        let raw: Int32? = status.withLock { status in
            if status != nil { return status }
            var raw: Int32 = 0
            guard waitpid(identifier, &raw, WNOHANG) == identifier else { return nil }
            Self.alive.withLock { _ = $0.remove(identifier) }
            status = raw
            return raw
        }
        return raw.map { $0 & 0x7F == 0 ? $0 >> 8 & 0xFF : -($0 & 0x7F) }
    }

    /// Does nothing if the process has ended, because its number may belong to another one.
    func send(_ signal: Int32) {
        status.withLock { status in
            guard status == nil else { return }
            kill(identifier, signal)
        }
    }

    private static var openDescriptors: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
    }

    private static func killAll() {
        for identifier in alive.withLock(\.self) { kill(identifier, SIGKILL) }
    }
}
