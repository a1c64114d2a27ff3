import Foundation
import GatehouseModel
import TestSupport
import Testing

@Suite struct `The demo` {
    @Test func `the demo's journal shows every one of a hundred sign-ups decided as expected`() async throws {
        let result = try await Program.run(
            "gatehouse",
            ["demo", "--headless", "--signups", "100", "-o", "json"],
            within: .seconds(120)
        )
        #expect(result.status == 0, "\(result.errors)\(result.output)")
        #expect(result.json?["is_as_expected"]?.isTrue == true)
        let kept = ["calls_in_journal", "calls_only_counted"].map { name -> Int64 in
            if case .int(let count)? = result.json?[name] { count } else { 0 }
        }
        #expect(result.json?["calls"] == .int(kept.reduce(0, +)))
        #expect(result.json?["outcomes"] == result.json?["expected"])
        let rules = ["business", "made-up postal code", "postal code", "tidy names"]
        #expect(result.json?["rules"]?.object?.keys.sorted() == rules)
    }

    @Test func `the demo leaves nothing behind when it is interrupted`() async throws {
        let directory = try TemporaryDirectory()
        let demo = try Program(
            "gatehouse",
            ["demo", "--headless", "--signups", "100000"],
            environment: ["TMPDIR": directory.path]
        )
        let present = { try? FileManager.default.contentsOfDirectory(atPath: directory.path) }
        _ = try await eventually("the demo's directory") { present()?.isEmpty == false ? true : nil }
        demo.send(SIGINT)
        #expect(try await demo.ended(within: .seconds(30)) == 1)
        #expect(present() == [])
    }

    /// A phase of a running demo.
    enum Phase: CaseIterable, Sendable {
        case directoryMade, settingsWritten, daemonStarted, daemonListens, storeMade, someHaveSignedUp

        /// Whether the phase has begun, according to the demo's directory.
        func hasCome(in directory: String) -> Bool {
            let exists = { (name: String) in FileManager.default.fileExists(atPath: directory + "/" + name) }
            return switch self {
            case .directoryMade: true
            case .settingsWritten: exists("entra.password")
            case .daemonStarted: exists("state/lock")
            case .daemonListens: exists("control.sock")
            case .storeMade: exists("state/journal/000001.db")
            case .someHaveSignedUp: log(directory).contains("ready")
            }
        }

        private func log(_ directory: String) -> String {
            (try? String(contentsOfFile: directory + "/gatehoused.log", encoding: .utf8)) ?? ""
        }
    }

    /// Starts a demo with many people, and returns it with its directory once `phase` has begun.
    private func demo(at phase: Phase, in directory: TemporaryDirectory) async throws -> (Program, String) {
        let demo = try Program(
            "gatehouse",
            ["demo", "--headless", "--signups", "1000000"],
            environment: ["TMPDIR": directory.path]
        )
        let own = try await eventually("the demo at \(phase)") {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
            return names.map { directory.path + "/" + $0 }.first { phase.hasCome(in: $0) }
        }
        return (demo, own)
    }

    /// The processes that were started with the settings of this directory.
    private func daemons(of directory: String) -> [String] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.filter { name in
            guard Int32(name) != nil, let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
                return false
            }
            return String(decoding: line, as: UTF8.self).contains(directory + "/gatehouse.toml")
        }
    }

    @Test(arguments: Phase.allCases, [SIGTERM, SIGHUP, SIGINT])
    func `the demo ends at a signal in every phase and leaves neither directory nor daemon`(
        phase: Phase,
        signal: Int32
    ) async throws {
        let directory = try TemporaryDirectory()
        let (demo, own) = try await demo(at: phase, in: directory)
        demo.send(signal)
        #expect(try await demo.ended(within: .seconds(30)) == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
        #expect(daemons(of: own) == [])
    }

    @Test(arguments: Phase.allCases)
    func `the demo's daemon ends when the demo is killed`(phase: Phase) async throws {
        let directory = try TemporaryDirectory()
        let (demo, own) = try await demo(at: phase, in: directory)
        demo.send(SIGKILL)
        try await demo.ended()
        _ = try await eventually("the end of the demo's daemon") { daemons(of: own).isEmpty ? true : nil }
    }

    @Test(arguments: [SIGTERM, SIGHUP], ["starting", "drawn"])
    func `the demo ends at a signal with the console open, and leaves neither directory nor daemon`(
        signal: Int32,
        moment: String
    ) async throws {
        let directory = try TemporaryDirectory()
        try await withScreen(columns: 100, rows: 30, ["demo"], environment: ["TMPDIR": directory.path]) { screen in
            let own = try await eventually("the demo's daemon") {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
                return names.map { directory.path + "/" + $0 }.first { !daemons(of: $0).isEmpty }
            }
            if moment == "drawn" { try await screen.shows("1 Traffic") }
            let daemon = try #require(daemons(of: own).first)
            let demo = try #require(parent(of: daemon))
            kill(demo, signal)
            _ = try await screen.ended()
            #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
            #expect(daemons(of: own) == [])
        }
    }

    private func parent(of process: String) -> Int32? {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("PPid:") }
        return line.flatMap { Int32($0.dropFirst(5).trimmingCharacters(in: .whitespaces)) }
    }
}
