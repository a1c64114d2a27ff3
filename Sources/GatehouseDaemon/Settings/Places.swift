import ControlProtocol
import Foundation

/// The default paths: the system's directories for root, the XDG directories for other users.
///
/// Follows the XDG Base Directory Specification 0.8. The socket needs `XDG_RUNTIME_DIR`, and is in the state directory
/// if that is not set.
package struct Places: Sendable, Equatable {
    package var configuration: String
    package var state: String
    package var socket: String

    /// The paths for a user with this environment.
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

    /// The paths for this process.
    package static var current: Places {
        Places(isRoot: getuid() == 0, environment: ProcessInfo.processInfo.environment)
    }
}
