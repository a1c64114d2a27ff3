import ControlProtocol
import Foundation
import GatehouseModel
import Logging
import NIOCore
import PolicyEngine
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The status board` {
    private struct Fixture {
        let stores: Stores
        let doors: DoorTroubles
        let meter = CallMeter()
        let board: StatusBoard
        let directory: TemporaryDirectory

        init(durability: GatehouseDaemon.Durability = .full) async throws {
            directory = try TemporaryDirectory()
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            var settings = Settings(places: Places(isRoot: false, environment: ["HOME": directory.path]))
            settings.storage.directory = directory.path + "/state"
            settings.storage.durability = durability
            try directory.write("open sesame", to: "entra.password")
            settings.initialPolicy = try directory.write(SamplePolicies.guests, to: "policy.toml")
            let hub = EventHub(startedAt: .now)
            stores = try await Stores(
                StateDirectory(path: settings.storage.directory),
                settings,
                clock: ClockWatch(),
                hub: hub,
                logger: quiet
            )
            let budget = try DescriptorBudget(limit: 20_000, inUse: 4, cores: 1)
            doors = DoorTroubles(capacity: budget.doors, logger: quiet)
            board = StatusBoard(
                instance: "7f3a",
                started: Timestamp(milliseconds: 1_795_434_269_120),
                listen: "127.0.0.1:8080",
                durability: durability,
                policy: stores.policy,
                journal: stores.journal,
                approvals: stores.approvals,
                lists: stores.lists,
                connectors: stores.connectors,
                state: stores.state,
                watch: stores.watch,
                meter: meter,
                doors: doors,
                refusals: RefusalBook(),
                tables: stores.tables
            )
        }
    }

    private func with(
        durability: GatehouseDaemon.Durability = .full,
        _ body: (Fixture) async throws -> Void
    ) async throws {
        let fixture = try await Fixture(durability: durability)
        do { try await body(fixture) } catch {
            await fixture.stores.close()
            throw error
        }
        await fixture.stores.close()
    }

    @Test func `the status has the daemon's identity and its start time`() async throws {
        try await with { fixture in
            let now = Timestamp.now
            let status = try await fixture.board.status(at: now)
            #expect(status.instance == "7f3a")
            #expect(status.version == GatehouseVersion.current)
            #expect(status.started == Timestamp(milliseconds: 1_795_434_269_120))
            #expect(status.time == now)
            #expect(status.listen == "127.0.0.1:8080")
            #expect(status.durability == "full")
            #expect(status.memory > 1 << 20)
        }
    }

    @Test func `the status has the figures of policy, lists and approvals`() async throws {
        try await with { fixture in
            let status = try await fixture.board.status(at: .now)
            #expect(status.revision == fixture.stores.policy.current.snapshot.revision)
            #expect(status.revision == 1)
            #expect(status.lists == 3)
            #expect(status.entries == 0)
            #expect(status.pendingApprovals == 0)
            #expect(status.oldestPending == nil)
            #expect(status.callsTotal == 0)
            #expect(status.callsKept == 0)
        }
    }

    @Test func `the endpoints are listed in the policy's order, without calls at first`() async throws {
        try await with { fixture in
            let endpoints = try await fixture.board.endpoints(at: .now)
            #expect(endpoints.map(\.name) == ["check-approval", "request-approval", "shop"])
            #expect(endpoints.map(\.deadlineMs) == [4_000, 4_000, 4_000])
            #expect(endpoints.map(\.credentials) == [["entra"], ["entra"], ["entra"]])
            #expect(endpoints.map(\.calls24h) == [0, 0, 0])
            #expect(endpoints.allSatisfy { $0.lastCall == nil })
        }
    }

    @Test func `the status reports no fault if nothing is wrong`() async throws {
        try await with { fixture in
            let degraded = try await fixture.board.status(at: .now).degraded
            #expect(degraded == [])
        }
    }

    @Test func `the status says that durability is relaxed`() async throws {
        try await with(durability: .relaxed) { fixture in
            let status = try await fixture.board.status(at: .now)
            #expect(status.durability == "relaxed")
            #expect(status.degraded == ["durability is relaxed: a power cut may lose the last calls"])
        }
    }

    @Test func `the status says how many calls were refused under overload`() async throws {
        try await with { fixture in
            for _ in 0..<3 { fixture.meter.countOverload() }
            let degraded = try await fixture.board.status(at: .now).degraded
            #expect(degraded == ["3 calls were turned away because too many were open"])
        }
    }

    @Test(arguments: DoorTroubles.Kind.allCases)
    func `the status says what keeps callers out`(kind: DoorTroubles.Kind) async throws {
        try await with { fixture in
            fixture.doors.note(kind, at: .now())
            let degraded = try await fixture.board.status(at: .now).degraded
            #expect(degraded == fixture.doors.degraded)
        }
    }

    @Test func `the status says that the disk's reserve is used up`() async throws {
        try await with { fixture in
            _ = fixture.stores.watch.makeRoom()
            let degraded = try await fixture.board.status(at: .now).degraded
            #expect(degraded == fixture.stores.watch.degraded)
            #expect(fixture.stores.watch.degraded.count == 1)
        }
    }
}
