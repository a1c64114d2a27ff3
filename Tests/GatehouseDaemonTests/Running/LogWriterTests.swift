import Foundation
import GatehouseDaemon
import TestSupport
import Testing

/// The kinds of streams that do not accept a log line.
enum BrokenStream: CaseIterable {
    case fullDisk, closed, readOnly, pipeWithoutReader, socketWithoutPeer

    /// A descriptor of this kind.
    func open() throws -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        switch self {
        case .fullDisk: return Glibc.open("/dev/full", O_WRONLY)
        case .readOnly: return Glibc.open("/dev/null", O_RDONLY)
        case .closed:
            let low = Glibc.open("/dev/null", O_WRONLY)
            // Near the limit: the system gives out the lowest free number, so no other test's file can get this one.
            var limits = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
            let descriptor = fcntl(low, F_DUPFD, Int32(clamping: min(limits.rlim_cur, 65_536)) - 16)
            close(low)
            close(descriptor)
            return descriptor
        case .pipeWithoutReader:
            let (reading, writing) = try pipeEnds()
            close(reading)
            return writing
        case .socketWithoutPeer:
            var ends: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            close(ends[0])
            return ends[1]
        }
    }
}

/// The ends of a new pipe.
func pipeEnds() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    return (ends[0], ends[1])
}

@Suite struct `The log's writer` {
    private func writer(_ descriptor: Int32, limit: Int = 1 << 20) -> LogWriter {
        LogWriter(descriptor, limit: limit) { lost, reason in Array("lost \(lost): \(reason)\n".utf8) }
    }

    private func put(_ lines: ClosedRange<Int>, to writer: LogWriter) {
        for number in lines { writer.put(Array("line \(number)\n".utf8)) }
    }

    @Test func `every log line is written completely and in order`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/log"
        let descriptor = open(path, O_WRONLY | O_CREAT, 0o600)
        let writer = writer(descriptor)
        put(1...5_000, to: writer)
        #expect(writer.flush(milliseconds: 20_000))
        let wanted = (1...5_000).map { "line \($0)\n" }.joined()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == wanted)
        close(descriptor)
    }

    @Test(arguments: BrokenStream.allCases)
    func `log lines that cannot be written are dropped, and counted in the log once writing works again`(
        stream: BrokenStream
    ) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/log"
        let descriptor = try stream.open()
        let writer = writer(descriptor)
        put(1...3, to: writer)
        #expect(writer.flush(milliseconds: 20_000))
        // The same number now belongs to a writable file.
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        try #require(dup2(file, descriptor) == descriptor)
        put(4...5, to: writer)
        #expect(writer.flush(milliseconds: 20_000))
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.first?.hasPrefix("lost 3: ") == true, "\(lines)")
        #expect(lines.dropFirst() == ["line 4", "line 5"])
        close(file)
        close(descriptor)
    }

    @Test func `logging never waits for a pipe that nobody reads, and counts every lost line`() throws {
        let (reading, writing) = try pipeEnds()
        let writer = writer(writing, limit: 100_000)
        put(1...100_000, to: writer)
        // The pipe holds 64 KiB and nobody reads it, so the writer cannot finish.
        #expect(!writer.flush(milliseconds: 1))
        _ = fcntl(reading, F_SETFL, O_NONBLOCK)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !writer.flush(milliseconds: 1) || !text.suffix(200).contains(UInt8(ascii: ":")) {
            let count = read(reading, &buffer, buffer.count)
            if count > 0 { text += buffer[..<count] }
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let lost = lines.filter { $0.hasPrefix("lost ") }.compactMap { $0.split(separator: " ").dropFirst().first }
            .compactMap { Int($0.dropLast()) }.reduce(0, +)
        let written = lines.filter { $0.hasPrefix("line ") }
        #expect(lost > 0)
        #expect(written.count + lost == 100_000)
        #expect(written.prefix(3) == ["line 1", "line 2", "line 3"])
        close(reading)
        close(writing)
    }
}
