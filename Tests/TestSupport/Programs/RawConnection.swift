import Foundation

/// A TCP connection that sends exactly the given bytes, valid or not. Blocking, on threads of its own.
package final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to 127.0.0.1.
    package init(port: UInt16) throws {
        descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: in_addr_t(0x7F00_0001).bigEndian)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        guard connected == 0 else { throw TimedOut("a connection to port \(port)") }
    }

    deinit { close(descriptor) }

    /// Sends bytes; false if the other end has closed.
    @discardableResult
    package func send(_ bytes: some Sequence<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    @discardableResult
    package func send(_ text: String) -> Bool { send(text.utf8) }

    /// Closes the sending half.
    package func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads until `enough` returns true, the other end closes, or `patience` is over.
    package func read(
        within patience: Duration = .seconds(20),
        until enough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
    ) async -> (bytes: [UInt8], closed: Bool) {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: self.readBlocking(within: patience, until: enough))
            }
        }
    }

    private func readBlocking(
        within patience: Duration,
        until enough: ([UInt8]) -> Bool
    ) -> (bytes: [UInt8], closed: Bool) {
        let deadline = ContinuousClock.now + patience
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !enough(bytes) {
            let left = (deadline - ContinuousClock.now).components
            let milliseconds = left.seconds * 1_000 + left.attoseconds / 1_000_000_000_000_000
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard milliseconds > 0, poll(&ready, 1, Int32(clamping: milliseconds)) > 0 else { return (bytes, false) }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return (bytes, true) }
            bytes += buffer[..<count]
        }
        return (bytes, false)
    }
}

/// The parts of an HTTP answer that tests check.
package struct RawAnswer: Sendable {
    package var status: Int
    /// Names in lower case; the last value of a repeated one.
    package var headers: [String: String]
    package var body: String

    /// The first answer in `bytes`; nil if it is incomplete.
    package init?(_ bytes: [UInt8]) {
        guard let (answer, _) = Self.first(of: bytes[...]) else { return nil }
        self = answer
    }

    /// All complete answers in `bytes`.
    package static func all(in bytes: [UInt8]) -> [RawAnswer] {
        var rest = bytes[...]
        var answers: [RawAnswer] = []
        while let (answer, end) = first(of: rest) {
            answers.append(answer)
            rest = rest[end...]
        }
        return answers
    }

    private init(status: Int, headers: [String: String], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    private static func first(of bytes: ArraySlice<UInt8>) -> (RawAnswer, Int)? {
        guard let headEnd = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard let status else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let end = headEnd.upperBound + (headers["content-length"].flatMap { Int($0) } ?? 0)
        guard end <= bytes.endIndex else { return nil }
        let body = String(decoding: bytes[headEnd.upperBound..<end], as: UTF8.self)
        return (RawAnswer(status: status, headers: headers, body: body), end)
    }
}
