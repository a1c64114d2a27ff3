import Foundation

/// Where things are when nobody says otherwise: the system's places for root, XDG's for everybody else.
///
/// XDG Base Directory Specification 0.8; the socket needs `XDG_RUNTIME_DIR` and falls back to the state directory.
package struct Places: Sendable, Equatable {
    package var configuration: String
    package var state: String
    package var socket: String

    /// The places for a user with this environment.
    package init(isRoot: Bool, environment: [String: String]) {
        if isRoot {
            configuration = "/etc/gatehouse/gatehouse.toml"
            state = "/var/lib/gatehouse"
            socket = "/run/gatehouse/control.sock"
        } else {
            let home = environment["HOME"] ?? "/tmp"
            let directory = { (variable: String, fallback: String) in
                environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? home + fallback
            }
            configuration = directory("XDG_CONFIG_HOME", "/.config") + "/gatehouse/gatehouse.toml"
            state = directory("XDG_STATE_HOME", "/.local/state") + "/gatehouse"
            socket = (environment["XDG_RUNTIME_DIR"].map { $0 + "/gatehouse" } ?? state) + "/control.sock"
        }
        if let override = environment["GATEHOUSE_SOCKET"], !override.isEmpty { socket = override }
    }

    /// The places for this process.
    package static var current: Places {
        Places(isRoot: getuid() == 0, environment: ProcessInfo.processInfo.environment)
    }
}
