import ControlProtocol
import Foundation
import Glibc
import GatehouseModel
import TestSupport
import Testing

/// A state directory on a disk of its own that runs full while calls come.
@Suite(.enabled(if: FullDisk.isPossible, "only root can mount a small disk"), .serialized, .timeLimit(.minutes(3)))
struct `A full disk` {
    @Test func `a full disk loses nothing that was acknowledged, is reported, and needs no restart`() async throws {
        let daemon = try RunningDaemon()
        let disk = try await FullDisk(at: daemon.directory.path + "/state", megabytes: 48)
        defer { disk.unmount() }
        try await daemon.start()
        var asked: [String] = []
        func ask(_ range: Range<Int>) async throws -> [Int] {
            var statuses: [Int] = []
            for number in range {
                let answer = try await daemon.provider.call(
                    "request-approval",
                    "p\(number)@a.example",
                    ["city": "Annecy"]
                )
                statuses.append(answer.status)
                if let code = answer.message?.firstMatch(of: /[0-9A-Z]{4}-[0-9A-Z]{4}/),
                    answer.message?.hasPrefix("Waiting") == true
                {
                    asked.append(String(code.output))
                }
            }
            return statuses
        }
        #expect(try await ask(0..<20).allSatisfy { $0 == 200 })
        try disk.fill()
        // Whatever is answered now, the daemon answers, and does not end.
        _ = try await ask(20..<320)
        #expect(daemon.running?.isRunning == true)
        _ = try await eventually("a status that tells of the disk") {
            let status = try await daemon.withClient { try await $0.send(GetStatus()) }
            return status.degraded.isEmpty ? nil : true
        }
        disk.empty()
        _ = try await eventually("a request that is taken again") {
            try await ask(1000 + asked.count..<1001 + asked.count) == [200] && asked.count > 20 ? true : nil
        }
        try await daemon.crash()
        try await daemon.start()
        let listed = try await daemon.gatehouse("approvals", "list", "--limit", "0", "-o", "json")
        let codes = Set((listed.json?.array ?? []).compactMap { $0["code"]?.string })
        #expect(asked.count > 20)
        #expect(asked.filter { !codes.contains($0) } == [])
        #expect(try await daemon.gatehouse("audit", "verify").status == 0)
        try await daemon.stop()
    }
}

/// A small disk in memory.
private final class FullDisk: Sendable {
    static let isPossible = getuid() == 0 && canMount()
    private let path: String

    init(at path: String, megabytes: Int) async throws {
        self.path = path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let result = try await Program.run(
            "/bin/mount",
            ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "none", path]
        )
        guard result.status == 0 else { throw TimedOut("the small disk: \(result.errors)") }
    }

    /// Writes a file until there is no room.
    func fill() throws {
        let file = open(path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw TimedOut("a file on the small disk") }
        defer { close(file) }
        for size in [1 << 20, 4096, 64, 1] {
            let zeros = [UInt8](repeating: 0, count: size)
            while write(file, zeros, size) == size {}
        }
    }

    func empty() { unlink(path + "/filler") }

    /// The daemon may still have it open; the system then removes it when the daemon ends.
    func unmount() { umount2(path, Int32(MNT_DETACH)) }

    private static func canMount() -> Bool {
        let path = NSTemporaryDirectory() + "gatehouse-mount-\(getpid())"
        guard mkdir(path, 0o700) == 0 else { return false }
        defer { rmdir(path) }
        guard mount("none", path, "tmpfs", 0, "size=64k") == 0 else { return false }
        umount2(path, Int32(MNT_DETACH))
        return true
    }
}
