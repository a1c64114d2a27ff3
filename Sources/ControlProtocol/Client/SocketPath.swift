#if canImport(Glibc)
import Glibc
#endif

/// Where the control socket is.
package enum SocketPath {
    /// The system's socket.
    package static let system = "/run/gatehouse/control.sock"

    /// The places to look, best first: `GATEHOUSE_SOCKET` alone if it is set, else the system's socket, else the
    /// user's own under `XDG_RUNTIME_DIR`.
    package static func candidates(_ environment: [String: String]) -> [String] {
        if let path = environment["GATEHOUSE_SOCKET"], !path.isEmpty { return [path] }
        guard let runtime = environment["XDG_RUNTIME_DIR"], !runtime.isEmpty else { return [system] }
        return [system, runtime + "/gatehouse/control.sock"]
    }

    /// The first candidate that exists, else the first.
    package static func find(_ environment: [String: String]) -> String {
        let candidates = candidates(environment)
        var status = stat()
        return candidates.first { lstat($0, &status) == 0 } ?? candidates[0]
    }
}
