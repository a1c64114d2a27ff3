#if canImport(Glibc)
import Glibc
#endif

/// The location of the control socket.
package enum SocketPath {
    /// The system's socket.
    package static let system = "/run/gatehouse/control.sock"

    /// The paths to try, best first: only `GATEHOUSE_SOCKET` if it is set, otherwise the system's socket, then the
    /// user's own.
    package static func candidates(_ environment: [String: String]) -> [String] {
        if let path = chosen(environment) { return [path] }
        return [system, own(environment)]
    }

    /// The value of `GATEHOUSE_SOCKET`; nil if it is unset or empty.
    package static func chosen(_ environment: [String: String]) -> String? {
        environment["GATEHOUSE_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The socket of a user's own daemon: under `XDG_RUNTIME_DIR`, or in the state directory if that is not set.
    package static func own(_ environment: [String: String]) -> String {
        let runtime = directory("XDG_RUNTIME_DIR", environment).map { $0 + "/gatehouse" }
        return (runtime ?? ownState(environment)) + "/control.sock"
    }

    /// A user's own state directory (XDG Base Directory Specification 0.8).
    package static func ownState(_ environment: [String: String]) -> String {
        let home = (environment["HOME"] ?? "/tmp") + "/.local/state"
        return (directory("XDG_STATE_HOME", environment) ?? home) + "/gatehouse"
    }

    /// Relative paths are ignored, as the specification requires.
    private static func directory(_ variable: String, _ environment: [String: String]) -> String? {
        environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    /// The first candidate that exists, otherwise the first.
    package static func find(_ environment: [String: String]) -> String {
        let candidates = candidates(environment)
        var status = stat()
        return candidates.first { lstat($0, &status) == 0 } ?? candidates[0]
    }
}
