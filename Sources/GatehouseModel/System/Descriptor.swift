import Glibc

/// Reads and writes file descriptors. Programs use it instead of `print`, which hides failed writes, and `FileHandle`,
/// which ends the process.
package enum Descriptor {
    /// Opens /dev/null in place of each closed standard stream, so that no file opened later gets its number and
    /// receives output for people. Must be called first.
    ///
    /// The stand-in is unusable on purpose: reading or writing it fails with `EBADF`, as with the closed stream.
    package static func fillStandardStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            let opened = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
            // The system gives out the lowest free number, so it is `stream`. Any other descriptor must not be kept.
            if opened >= 0, opened != stream { close(opened) }
        }
    }

    /// Writes all of `bytes`, waiting as long as the reader needs.
    ///
    /// - Throws: `SystemError`; `EPIPE` if the reader has gone, provided that SIGPIPE is ignored.
    package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(SystemError) {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written == 0 {
                throw SystemError(EIO)
            } else if errno == EAGAIN {
                wait(for: POLLOUT, on: descriptor)
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// Reads to the end, at most `limit` bytes. A result of `limit` + 1 bytes means that there was more.
    ///
    /// - Parameter patience: how long to wait for the first writer of a pipe, in milliseconds.
    /// - Throws: `SystemError`; `ENXIO` if the pipe has no writer.
    package static func read(
        _ descriptor: Int32,
        limit: Int,
        patience: Int32 = 1_000
    ) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Glibc.read(descriptor, &buffer, min(buffer.count, limit + 1 - bytes.count))
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 {
                guard bytes.isEmpty, isPipe(descriptor) else { break }
                // A pipe opened without waiting reads as ended while it has no writer; POLLHUP means that a writer has
                // left.
                let state = wait(for: POLLIN, on: descriptor, milliseconds: patience)
                guard state != 0 else { throw SystemError(ENXIO) }
                if state & POLLIN == 0 { break }
            } else if errno == EAGAIN {
                wait(for: POLLIN, on: descriptor)
            } else if errno != EINTR {
                throw .last
            }
        }
        return bytes
    }

    /// Waits until the descriptor is ready, at most `milliseconds` (-1: for ever). Returns the events that poll(2)
    /// reports; 0 on time-out.
    @discardableResult
    package static func wait(for events: Int32, on descriptor: Int32, milliseconds: Int32 = -1) -> Int32 {
        var ready = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        while true {
            if poll(&ready, 1, milliseconds) >= 0 { return Int32(truncatingIfNeeded: ready.revents) }
            guard errno == EINTR else { return POLLERR }
        }
    }

    private static func isPipe(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}
