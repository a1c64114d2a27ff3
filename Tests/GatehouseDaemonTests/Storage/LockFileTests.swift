import Foundation
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `A lock file` {
    private func holder(of path: String) -> Int32?? {
        do throws(LockFile.Problem) {
            close(try LockFile.take(path, patience: .zero))
            return nil
        } catch {
            guard case .held(let holder) = error else { return nil }
            return .some(holder)
        }
    }

    @Test func `a lock file that is held names the process that holds it`() throws {
        let directory = try TemporaryDirectory()
        let lock = try LockFile.take(directory.path + "/lock", patience: .zero)
        #expect(holder(of: directory.path + "/lock") == .some(getpid()))
        close(lock)
    }

    @Test(arguments: ["", "x\n", "99999999999999999999\n", "\0\0"])
    func `a lock file with other content has no known holder`(text: String) throws {
        let directory = try TemporaryDirectory()
        let path = try directory.write("", to: "lock")
        let lock = try LockFile.take(path, patience: .zero)
        try directory.write(text, to: "lock")
        #expect(holder(of: path) == .some(nil))
        close(lock)
    }

    @Test func `a lock file is waited for while its holder is about to end`() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lock"
        let first = try LockFile.take(path, patience: .zero)
        let taking = Task.detached { try LockFile.take(path, patience: .seconds(60)) }
        close(first)
        close(try await taking.value)
    }

    @Test func `a lock file that cannot be opened gives the reason`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: LockFile.Problem.self) {
            try LockFile.take(directory.path + "/missing/lock", patience: .seconds(60))
        }
    }
}
