import Foundation
import GatehouseDaemon
import GatehouseModel
import NIOCore
import Synchronization

/// Writes calls into a journal for ever and prints the sequence number of each acknowledged one, so that a test can
/// kill it and check what is left: `DurabilityProbe DIRECTORY full|relaxed [WAITERS]`.
@main struct DurabilityProbe {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let durability = Durability(rawValue: arguments[2]) else {
            FileHandle.standardError.write(Data("usage: DurabilityProbe DIRECTORY full|relaxed [WAITERS]\n".utf8))
            exit(64)
        }
        let waiters = arguments.count > 3 ? Int(arguments[3]) ?? 16 : 16
        let journal = try Journal(at: arguments[1], options: .init(durability: durability))
        await withTaskGroup { group in
            for _ in 0..<waiters {
                group.addTask { await write(to: journal) }
            }
        }
    }

    private static func write(to journal: Journal) async {
        while true {
            let id = CallID(at: .now)
            let call = CallSummary(
                id: id,
                time: .now,
                endpoint: "request-approval",
                outcome: .continue,
                status: 200,
                email: "\(id.code)@b.example",
                tookMs: 1.5,
                decidedBy: .byDefault
            )
            let entry = JournalEntry(
                call: call,
                request: ByteBuffer(string: "request " + id.description),
                response: Array("response \(id)".utf8)
            )
            guard let sequence = try? await journal.append(entry) else { exit(74) }
            acknowledge(sequence, id)
        }
    }

    /// Prints one line in one write, so that a kill cannot cut it.
    private static func acknowledge(_ sequence: Int64, _ id: CallID) {
        let line = Array("\(sequence) \(id)\n".utf8)
        _ = line.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
