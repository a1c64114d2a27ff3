#if canImport(Glibc)
import Glibc
#endif

/// Sockets passed by systemd (sd_listen_fds(3)).
package enum SocketActivation {
    /// The first descriptor that systemd passes (SD_LISTEN_FDS_START).
    private static let first: CInt = 3

    /// The control socket among the passed descriptors: the one named `control`, otherwise the first listening Unix
    /// stream socket. Nil if there is none, or if they were passed to another process.
    package static func controlSocket(_ environment: [String: String], pid: Int32 = getpid()) -> ListeningSocket? {
        guard environment["LISTEN_PID"].flatMap(Int32.init) == pid,
            let count = environment["LISTEN_FDS"].flatMap(Int32.init), (1...64).contains(count)
        else { return nil }
        let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
        let candidates = (first..<first + count).filter(isListeningUnixSocket)
        let named = candidates.first { names.indices.contains(Int($0 - first)) && names[Int($0 - first)] == "control" }
        guard let descriptor = named ?? candidates.first else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return ListeningSocket(inherited: descriptor)
    }

    private static func isListeningUnixSocket(_ descriptor: CInt) -> Bool {
        option(SO_DOMAIN, of: descriptor) == AF_UNIX && option(SO_TYPE, of: descriptor) == CInt(SOCK_STREAM.rawValue)
            && option(SO_ACCEPTCONN, of: descriptor) == 1
    }

    private static func option(_ name: CInt, of descriptor: CInt) -> CInt? {
        var value: CInt = 0
        var length = socklen_t(MemoryLayout<CInt>.size)
        return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : nil
    }
}
