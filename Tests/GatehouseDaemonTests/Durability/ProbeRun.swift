import Foundation
import GRDB
import TestSupport

/// One run of the probe: started, killed, and what it had acknowledged until then.
struct ProbeRun {
    /// Sequence number and id of each acknowledged call.
    let acknowledged: [Int64: String]

    /// Starts the probe and kills it with SIGKILL a random time after its first acknowledgement.
    init(
        journal: URL,
        durability: String,
        environment: [String: String] = [:],
        milliseconds: Int
    ) throws {
        let process = Process()
        process.executableURL = try Self.probe
        process.arguments = [journal.path, durability]
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let first = output.fileHandleForReading.availableData
        // The probe writes without end, so only the clock can end its run.
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var text = first
        while ContinuousClock.now < end, case let more = output.fileHandleForReading.availableData, !more.isEmpty {
            text.append(more)
        }
        kill(process.processIdentifier, SIGKILL)
        text.append(try output.fileHandleForReading.readToEnd() ?? Data())
        process.waitUntilExit()
        var acknowledged: [Int64: String] = [:]
        for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2, let sequence = Int64(parts[0]) { acknowledged[sequence] = String(parts[1]) }
        }
        self.acknowledged = acknowledged
    }

    /// The program is next to the one that runs the tests.
    private static var probe: URL {
        get throws {
            let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let beside = URL(filePath: own).deletingLastPathComponent().appending(path: "DurabilityProbe")
            guard !FileManager.default.isExecutableFile(atPath: beside.path) else { return beside }
            // Some runners start the tests from another program; the bundle still knows the build folder.
            return Bundle.main.bundleURL.appending(path: "DurabilityProbe")
        }
    }
}

/// The content of the journal's files, as SQLite reads them after recovery.
struct JournalRemains {
    private(set) var ids: Set<String> = []
    /// The errors that `integrity_check` finds, by file.
    private(set) var damage: [String] = []

    init(_ journal: URL) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: journal.path) where file.hasSuffix(".db") {
            let queue = try DatabaseQueue(path: journal.appending(path: file).path)
            try queue.read { db in
                let verdict = try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
                if verdict != ["ok"] { damage.append("\(file): \(verdict)") }
                // Without durability, a power cut may lose even the tables.
                guard try db.tableExists("call_body") else { return }
                let requests = try String.fetchAll(
                    db,
                    sql: "SELECT CAST(request AS TEXT) FROM call JOIN call_body USING (seq)"
                )
                ids.formUnion(requests.map { String($0.dropFirst("request ".count)) })
            }
            try queue.close()
        }
    }
}
