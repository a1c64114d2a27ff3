import Glibc

/// Reading and writing file descriptors. Programs use this in place of `print`, which hides that a write failed, and of
/// `FileHandle`, which ends the process.
package enum Descriptor {
    /// Opens something in place of each standard stream that is closed, so that no file that is opened later takes its
    /// number and receives what was meant for people. Call it first.
    ///
    /// What is opened cannot be used: reading or writing fails with `EBADF`, as with the closed stream.
    package static func fillStandardStreams() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            let opened = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
            // The lowest free number is given, so it is this one; anything else would be a mistake to keep.
            if opened >= 0, opened != stream { close(opened) }
        }
    }

    /// Writes all of `bytes` and waits for as long as the reader takes.
    ///
    /// - Throws: `SystemError`; `EPIPE` when the reader is gone, provided that SIGPIPE is ignored.
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

    /// Reads until the end, but not more than `limit` bytes; the result has one more when there was more.
    ///
    /// - Parameter patience: how long to wait for the first writer of a pipe that nobody writes to, in milliseconds.
    /// - Throws: `SystemError`; `ENXIO` when nobody writes to the pipe.
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
                // A pipe opened without waiting ends at once when it has no writer yet; POLLHUP tells that one has left.
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

    /// Waits until the descriptor is ready, at most `milliseconds` (-1: for ever), and returns what poll(2) says of it;
    /// 0 when the time is over.
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
