import Foundation
package import GatehouseModel
import Glibc

/// What a run of the daemon knew last about the clocks; kept in the file `clock` of the state directory.
///
/// Losing it only means that a jump between two runs goes unnoticed, so it is written without waiting for the disk.
package struct ClockRecord: Sendable, Hashable {
    package var wall: Timestamp
    package var uptime: Duration
    package var boot: String?
    package var held: Duration
    package var waiting: Duration

    package init(wall: Timestamp, uptime: Duration, boot: String?, held: Duration, waiting: Duration) {
        self.wall = wall
        self.uptime = uptime
        self.boot = boot
        self.held = held
        self.waiting = waiting
    }

    private struct Kept: Codable {
        var time: Timestamp
        var uptimeMs: Int64
        var boot: String?
        var heldMs: Int64
        var waitingMs: Int64
    }

    /// Reads the file; nil if there is none, or none that can be read.
    package init?(file path: String) {
        guard let bytes = try? BoundedFile.bytes(path, limit: 4096),
            let kept = try? JSONDecoder().decode(Kept.self, from: Data(bytes)),
            kept.uptimeMs >= 0, kept.heldMs >= 0,
            (0...ClockWatch.waitingTime.wholeMilliseconds).contains(kept.waitingMs)
        else { return nil }
        self.init(
            wall: kept.time,
            uptime: .milliseconds(kept.uptimeMs),
            boot: kept.boot,
            held: .milliseconds(kept.heldMs),
            waiting: .milliseconds(kept.waitingMs)
        )
    }

    /// Replaces the file in one step.
    ///
    /// - Throws: `StorageFailure`; the previous file is then still there.
    package func write(to path: String) throws(StorageFailure) {
        let kept = Kept(
            time: wall,
            uptimeMs: uptime.wholeMilliseconds,
            boot: boot,
            heldMs: held.wholeMilliseconds,
            waitingMs: waiting.wholeMilliseconds
        )
        guard let bytes = try? JSONEncoder().encode(kept) else { throw .inputOutput("\(path): cannot be encoded") }
        let next = path + ".next"
        let descriptor = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        defer { close(descriptor) }
        let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count, rename(next, path) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> StorageFailure {
        .inaccessible("\(path): \(String(cString: strerror(errno)))")
    }
}
