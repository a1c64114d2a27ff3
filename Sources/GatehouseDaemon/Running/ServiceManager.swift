import Glibc

/// Notifies the service manager as `sd_notify(3)` does: one datagram to `$NOTIFY_SOCKET`.
package struct ServiceManager: Sendable {
    private let path: String?

    /// - Parameter path: the value of `NOTIFY_SOCKET`; a leading `@` means the abstract name space. Nil disables
    ///   notifications.
    package init(path: String?) { self.path = path.flatMap { $0.isEmpty ? nil : $0 } }

    /// Sends lines like `READY=1`. It is not an error if nobody listens.
    package func tell(_ lines: String) {
        guard let path, path.utf8.count < 108 else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            bytes.copyBytes(from: path.utf8)
            // In the abstract name space a name begins with NUL (unix(7)).
            if path.hasPrefix("@") { bytes[0] = 0 }
        }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.utf8.count + (path.hasPrefix("@") ? 0 : 1))
        let message = Array(lines.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, message, message.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
