import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `The control socket` {
    @Test func `exactly one of two daemons that start at once gets the control socket`() async throws {
        for _ in 0..<50 {
            let directory = try TemporaryDirectory()
            let path = directory.path + "/control.sock"
            let winners = await withTaskGroup(of: ListeningSocket?.self) { group in
                for _ in 0..<2 { group.addTask { try? ListeningSocket(path: path) } }
                return await group.reduce(into: [ListeningSocket]()) { if let socket = $1 { $0.append(socket) } }
            }
            #expect(winners.count == 1)
            for winner in winners { winner.remove() }
        }
    }

    @Test func `a second daemon is refused the control socket and leaves it alone`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        let first = try ListeningSocket(path: path)
        #expect(throws: SocketProblem.inUse(path: path, holder: getpid())) { try ListeningSocket(path: path) }
        #expect(FileManager.default.fileExists(atPath: path))
        first.remove()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `the control socket is taken over if nobody listens any more`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        try Self.bindAndLetGo(path)
        #expect(FileManager.default.fileExists(atPath: path))
        let socket = try ListeningSocket(path: path)
        _ = try SocketConnection(path: path)
        socket.remove()
    }

    @Test func `the control socket is not taken from another program that listens`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        let stranger = try ListeningSocket(path: directory.path + "/other.sock")
        defer { stranger.remove() }
        try FileManager.default.linkItem(atPath: directory.path + "/other.sock", toPath: path)
        #expect(throws: SocketProblem.inUse(path: path, holder: getpid())) { try ListeningSocket(path: path) }
    }

    @Test func `the control socket does not replace a file`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("precious", to: "control.sock")
        #expect(throws: SocketProblem.notASocket(path: path)) { try ListeningSocket(path: path) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func `the control socket does not follow a symbolic link`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/control.sock"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: directory.path + "/elsewhere")
        #expect(throws: SocketProblem.notASocket(path: path)) { try ListeningSocket(path: path) }
    }

    @Test func `the control socket has mode 0660 in a directory with mode 0750`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/a/b/control.sock"
        let socket = try ListeningSocket(path: path)
        defer { socket.remove() }
        func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }
        #expect(try mode(path) == 0o660)
        #expect(try mode(directory.path + "/a/b") == 0o750)
        #expect(try mode(path + ".lock") == 0o600)
    }

    @Test func `the path of the control socket must not be too long`() throws {
        let path = "/tmp/" + String(repeating: "a", count: 200)
        #expect(throws: SocketProblem.pathTooLong(path: path, limit: 107)) { try ListeningSocket(path: path) }
    }

    @Test func `a socket from systemd is used only by the process it was passed to`() {
        #expect(SocketActivation.controlSocket(["LISTEN_PID": "1", "LISTEN_FDS": "1"], pid: 2) == nil)
        #expect(SocketActivation.controlSocket([:]) == nil)
        #expect(SocketActivation.controlSocket(["LISTEN_PID": "2", "LISTEN_FDS": "-1"], pid: 2) == nil)
    }

    @Test func `the control socket identifies its callers through the kernel`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let me = try await ControlClient(socket: harness.socketPath).send(GetWhoAmI())
            #expect(me.uid == getuid())
            #expect(me.grantedBy == (getuid() == 0 ? "root" : "the daemon's own user"))
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root can become somebody else"))
    func `the control socket refuses strangers and names the group to join`() async throws {
        try await ControlHarness.run(.socket) { harness in
            #expect(chmod(harness.directory.path, 0o755) == 0)
            #expect(chmod(harness.directory.path + "/run", 0o755) == 0)
            #expect(chmod(harness.socketPath, 0o666) == 0)
            let answer = try Self.curl(asUser: 65534, harness.socketPath, "/v1/status")
            let problem = try ControlJSON.decoder().decode(Problem.self, from: Data(answer.utf8))
            #expect(problem.kind == .roleRequired)
            #expect(problem.detail.contains("nobody"))
        }
    }

    private static func curl(asUser uid: Int, _ socket: String, _ path: String) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/setpriv")
        process.arguments = [
            "--reuid", String(uid), "--clear-groups", "curl", "-s", "--unix-socket", socket, "http://local" + path,
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Leaves a socket behind, as a killed daemon does.
    private static func bindAndLetGo(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        close(descriptor)
        guard bound == 0 else { throw TimedOut("a socket at \(path)") }
    }
}
