import ControlProtocol
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
            socket = SocketPath.system
        } else {
            let chosen = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
            configuration =
                (chosen ?? (environment["HOME"] ?? "/tmp") + "/.config") + "/gatehouse/gatehouse.toml"
            state = SocketPath.ownState(environment)
            socket = SocketPath.own(environment)
        }
        if let chosen = SocketPath.chosen(environment) { socket = chosen }
    }

    /// The places for this process.
    package static var current: Places {
        Places(isRoot: getuid() == 0, environment: ProcessInfo.processInfo.environment)
    }
}
