package import GatehouseModel
package import NIOCore
import NIOPosix
package import OutboundHTTP
import PolicyEngine
import Synchronization
package import UserFlows

/// Calls the policy's connectors for the flow engine, and keeps statistics on them.
///
/// Every call is in the journal before its outcome is returned, whatever that is.
package final class ConnectorDesk: ConnectorCalling {
    /// The dependencies and limits of the desk.
    package struct Parts: Sendable {
        package var policy: PolicyHolder
        package var store: StateStore
        package var journal: any CallJournal
        package var group: any EventLoopGroup
        package var resolver: (any Resolving)?
        /// The maximum number of simultaneous calls, over all connectors.
        package var width: Int
        package var clock: @Sendable () -> Timestamp

        package init(
            policy: PolicyHolder,
            store: StateStore,
            journal: any CallJournal,
            group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
            resolver: (any Resolving)? = nil,
            width: Int = 128,
            clock: @escaping @Sendable () -> Timestamp = { .now }
        ) {
            self.policy = policy
            self.store = store
            self.journal = journal
            self.group = group
            self.resolver = resolver
            self.width = width
            self.clock = clock
        }
    }

    /// A connector's recent figures, since the daemon started.
    struct Gauge: Sendable {
        var recent = RecentCalls()
        var last: (time: Timestamp, problem: String?)?
    }

    let parts: Parts
    let proofs: ConnectorProofs
    let wire: OutboundClient
    private let client: ConnectorClient
    private let gate: CallGate
    private let gauges = Mutex<[String: Gauge]>([:])

    package init(_ parts: Parts) throws {
        self.parts = parts
        proofs = try ConnectorProofs(store: parts.store)
        wire = OutboundClient(group: parts.group, resolver: parts.resolver)
        client = ConnectorClient(wire: wire, clock: parts.clock)
        gate = CallGate(width: parts.width, line: 1024)
    }

    /// The connector as defined in the current policy.
    func definition(_ name: String) -> ConnectorDefinition? {
        parts.policy.current.snapshot.document.connector(name)
    }

    func gauge(_ name: String) -> Gauge { gauges.withLock { $0[name] } ?? Gauge() }

    package func call(_ connector: String, claims: Claims, leg: Leg) async -> ConnectorReply {
        var record = OutboundCall(connector, claims, leg.step, at: parts.clock(), signUp: leg.signUp.code)
        record.notes = ["for the user flow \(leg.flow)"]
        do throws(ConnectorFailure) {
            let port = try usable(connector)
            try await callOut(port, &record)
        } catch {
            record.exchange.outcome = .failed(error)
        }
        return await conclude(record)
    }

    /// Calls a connector, whether or not it is proved.
    func callOut(_ port: ConnectorPort, _ record: inout OutboundCall) async throws(ConnectorFailure) {
        record.dialect = port.connector.dialect
        guard await gate.enter() else {
            throw ConnectorFailure(.overloaded, "too many calls are under way; the connector is too slow for the rate")
        }
        defer { gate.leave() }
        record.exchange = await client.call(port, claims: record.claims, step: record.step)
    }

    private func usable(_ name: String) throws(ConnectorFailure) -> ConnectorPort {
        guard let port = parts.policy.current.connectors[name], let definition = definition(name) else {
            throw ConnectorFailure(.unknownConnector, "there is no connector \"\(name)\"; add it to the policy")
        }
        guard port.connector.isEnabled else {
            throw ConnectorFailure(.disabled, "the connector is disabled; write enabled = true in the policy")
        }
        guard proofs.proof(of: name, definition.fingerprint).isUsable else {
            throw ConnectorFailure(
                .unproved,
                "no probe has succeeded since the connector changed; run: gatehouse connectors probe \(name)"
            )
        }
        return port
    }

    /// Writes the call to the journal and counts it.
    func conclude(_ record: OutboundCall) async -> ConnectorReply {
        let entry = record.entry
        gauges.withLock { gauges in
            guard gauges.count < PolicyDocument.countLimit || gauges[record.connector] != nil else { return }
            var gauge = gauges[record.connector] ?? Gauge()
            gauge.recent.count(
                microseconds: Int64(nearest: (record.exchange.layers.totalMs ?? 0) * 1000),
                isBlocked: entry.call.outcome == .block
            )
            gauge.recent.count(second: entry.call.time.milliseconds / 1000)
            gauge.last = (entry.call.time, entry.problem)
            gauges[record.connector] = gauge
        }
        var reply = record.reply
        let written = await withCheckedContinuation { continuation in
            parts.journal.append(entry) { continuation.resume(returning: $0) }
        }
        if case .failure(let error) = written {
            reply.outcome = .failed(ConnectorFailure(.notJournaled, "the call could not be written down: \(error)"))
        }
        return reply
    }
}
