import Foundation
import GatehouseModel
import Testing

@Suite struct `Files that somebody names` {
    private let directory: String

    init() throws {
        var template = Array("/tmp/gatehouse-test-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        directory = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: URL(filePath: directory + "/" + name))
        return directory + "/" + name
    }

    private func reason(_ path: String, limit: Int = 100, kind: BoundedFile.Kind = .regular) -> String {
        do throws(FileProblem) {
            _ = try BoundedFile.text(path, limit: limit, kind: kind)
            return "none"
        } catch {
            return error.reason
        }
    }

    @Test func `a file is read whole up to the limit`() throws {
        let path = try file("a", Array(repeating: 0x61, count: 100))
        #expect(try BoundedFile.bytes(path, limit: 100).count == 100)
        #expect(reason(path, limit: 99) == "it has more than 99 bytes")
    }

    @Test func `a file that cannot be read gives the reason`() throws {
        #expect(reason(directory) == "it is a directory")
        #expect(reason(directory + "/missing") == "there is no such file or directory")
        #expect(reason(try file("b", []) + "/c") == "a part of the path is not a directory")
        #expect(
            reason(try file("c", [0x61, 0x0A, 0xFF]))
                == "it is not UTF-8 text: line 2 has the byte 0xFF; save it as UTF-8"
        )
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            #expect(reason(try file("u", mark)) == "it is UTF-16, and must be UTF-8; save it as UTF-8")
        }
        #expect(reason(directory + "/" + String(repeating: "x", count: 300)) == "the path is too long")
        #expect(reason("/dev/zero") == "it is a device, not a file")
        #expect(reason("/tmp/a\0b") == "the path has a NUL byte")
        try #require(mkfifo(directory + "/pipe", 0o600) == 0)
        #expect(reason(directory + "/pipe") == "it is a pipe, not a file")
        try #require(symlink("loop", directory + "/loop") == 0)
        #expect(reason(directory + "/loop") == "too many symbolic links lead to it")
    }

    @Test func `a pipe or device can be read by a program that a person runs, and never blocks for ever`() throws {
        #expect(reason("/dev/zero", kind: .stream) == "it has more than 100 bytes")
        #expect(try BoundedFile.bytes("/dev/null", limit: 1, kind: .stream) == [])
        try #require(mkfifo(directory + "/idle", 0o600) == 0)
        #expect(reason(directory + "/idle", kind: .stream) == "nobody writes to the pipe")
    }

    @Test func `a pipe is read until its writer ends`() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        try Descriptor.write("text".utf8, to: ends[1])
        close(ends[1])
        #expect(try BoundedFile.text("/dev/fd/\(ends[0])", limit: 100, kind: .stream) == "text")
        close(ends[0])
    }

    @Test func `a file is replaced as a whole, keeps its mode, and a symbolic link to it stays`() throws {
        let path = try file("kept", Array("old".utf8))
        chmod(path, 0o640)
        try #require(symlink(path, directory + "/link") == 0)
        try BoundedFile.write(Array("new".utf8), to: directory + "/link")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
        #expect(lstat(directory + "/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count { $0.contains(".new") } == 0)
    }

    @Test func `a device is written to and stays a device`() throws {
        try BoundedFile.write(Array("x".utf8), to: "/dev/null")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        #expect(throws: FileProblem(path: "/dev/full", reason: "the disk is full", isWriting: true)) {
            try BoundedFile.write(Array("x".utf8), to: "/dev/full")
        }
    }

    @Test func `writing into a missing folder fails with the reason`() {
        let path = directory + "/missing/x"
        #expect(
            throws: FileProblem(path: path, reason: "there is no such file or directory", isWriting: true)
        ) { try BoundedFile.write([], to: path) }
    }
}
