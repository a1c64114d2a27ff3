import ControlProtocol
import Foundation
import GatehouseModel
import Synchronization
import TestSupport
import Testing
import UserFlows

@testable import GatehouseDaemon

/// A store, a flow runner, and connectors that answer as the test says.
final class FlowFixture: Sendable {
    let scratch = Scratch()
    let store: StateStore
    let connectors = ScriptedConnectors()
    let clock = TestClock()
    let events = PublishedEvents()
    let flows = Mutex<[UserFlow]>([.guests])
    let width: Int
    let patience: Duration

    init(width: Int = 256, patience: Duration = .seconds(60)) throws {
        store = try StateStore(path: scratch.file("state.db"), publish: events.note)
        self.width = width
        self.patience = patience
    }

    /// A runner as in a daemon. Another one on the same store acts as the daemon after a restart.
    func runner() -> FlowRunner {
        FlowRunner(
            FlowRunner.Parts(
                store: store,
                flow: { [weak self] name in self?.flows.withLock { $0.first { $0.name == name } } },
                connectors: connectors,
                width: width,
                patience: patience,
                clock: { [clock] in clock.now }
            )
        )
    }

    var directory: AccountDirectory { AccountDirectory(store: store) }

    func accounts() async throws -> [Account] { try await directory.list().items }

    /// The bytes of all stored data as text.
    func keptText() throws -> String {
        var text = ""
        for name in ["state.db", "state.db-wal"] {
            let bytes = FileManager.default.contents(atPath: scratch.file(name)) ?? Data()
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }
}

/// Connectors that give scripted answers; the last one repeats.
final class ScriptedConnectors: ConnectorCalling {
    struct Asked: Sendable, Hashable {
        var connector: String
        var claims: Claims
        var leg: Leg
    }

    typealias Answer = @Sendable (Asked) async -> ConnectorReply.Outcome

    private let script = Mutex<[String: [Answer]]>([:])
    private let asked = Mutex<[Asked]>([])

    var calls: [Asked] { asked.withLock(\.self) }

    func when(_ connector: String, _ answers: ConnectorReply.Outcome...) {
        script.withLock { $0[connector] = answers.map { outcome in { _ in outcome } } }
    }

    func when(_ connector: String, doing answer: @escaping Answer) {
        script.withLock { $0[connector] = [answer] }
    }

    func call(_ connector: String, claims: Claims, leg: Leg) async -> ConnectorReply {
        let asked = Asked(connector: connector, claims: claims, leg: leg)
        self.asked.withLock { $0.append(asked) }
        let answer = script.withLock { script -> Answer? in
            guard let answers = script[connector], let first = answers.first else { return nil }
            if answers.count > 1 { script[connector] = Array(answers.dropFirst()) }
            return first
        }
        let outcome = await answer?(asked) ?? .continue(claims: [:])
        return ConnectorReply(outcome: outcome, attempts: 1, call: CallID(at: .now))
    }
}

/// Makes tasks wait until it is opened or they are cancelled.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: Void.self) }

    func wait() async { for await _ in stream { return } }
    func open() { continuation.finish() }
}

extension UserFlow {
    static let guests = UserFlow(
        name: "guests",
        identityProviders: ["google.com", "local"],
        attributes: [Attribute(name: "displayName", isRequired: true), Attribute(name: "postalCode")],
        steps: [.postFederation: "check", .postAttributeCollection: "request"],
        applicationClaims: ["email", "displayName"]
    )
}

extension Claims {
    static func person(_ number: Int = 1, email: String? = nil) -> Claims {
        Claims(
            email: email ?? "mireille.caron\(number)@atelier-lumen.example",
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "4417-\(number)")],
            locales: ["fr-FR"],
            attributes: ["displayName": "Mireille Caron"]
        )
    }
}

/// Waits until a condition holds.
func until(_ what: String, _ holds: () async throws -> Bool) async throws {
    try await eventually(what) { try await holds() ? () : nil }
}
