import Foundation
import Testing

@testable import GatehouseDaemon

@Suite struct `The state directory` {
    private let scratch = Scratch()

    @Test(arguments: [0o755, 0o777, 0o750, 0o710])
    func `a state directory that others may enter is closed, and the log says so`(mode: Int) throws {
        let path = scratch.directory("state").path
        try setMode(path, mode)
        let directory = try StateDirectory(path: path)
        #expect(try self.mode(path) == 0o700)
        #expect(directory.notices.contains { $0.contains(path) && $0.contains(String(mode, radix: 8)) })
    }

    @Test func `a state directory that is already closed is not mentioned`() throws {
        let directory = try StateDirectory(path: scratch.file("state"))
        #expect(directory.notices.isEmpty)
        #expect(try mode(scratch.file("state")) == 0o700)
    }

    @Test(arguments: [
        "state.db", "state.db-wal", "state.db-shm", "lock", "ballast", "ledger", "journal/000001.db",
        "journal/000001.db-wal", "journal/000002.slim.db.new", "journal/000003.db.damaged", "tables/t-1.csv",
    ])
    func `files in the state directory that others could read are closed`(name: String) throws {
        let path = scratch.directory("state").path
        try setMode(path, 0o700)
        for part in ["journal", "tables"] {
            try setMode(scratch.directory("state/" + part).path, 0o755)
        }
        try Data().write(to: URL(filePath: path + "/" + name))
        try setMode(path + "/" + name, 0o664)
        let directory = try StateDirectory(path: path)
        #expect(try mode(path + "/" + name) == 0o600)
        #expect(directory.notices.contains { $0.contains("/" + name + " had mode 664") })
        #expect(try mode(path + "/journal") == 0o700)
        #expect(try mode(path + "/tables") == 0o700)
    }

    @Test(.enabled(if: geteuid() == 0), arguments: ["", "/state.db", "/journal", "/journal/000001.db"])
    func `a state directory is refused by name if it or one of its files belongs to another user`(name: String) throws {
        let path = scratch.directory("state").path
        _ = scratch.directory("state/journal")
        for file in ["/state.db", "/journal/000001.db"] { try Data().write(to: URL(filePath: path + file)) }
        #expect(chown(path + name, 65_534, 65_534) == 0)
        let problem = #expect(throws: StateDirectory.Problem.self) { try StateDirectory(path: path) }
        #expect(problem?.description.contains(path + name) == true)
        #expect(problem?.description.contains("chown") == true)
    }

    // MARK: - Fixtures

    private func setMode(_ path: String, _ mode: Int) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func mode(_ path: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }
}
