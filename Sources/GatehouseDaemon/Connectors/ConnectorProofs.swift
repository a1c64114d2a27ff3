import Foundation
import GatehouseModel
import Synchronization

/// The stored results of probes, which decide which connectors may be called.
final class ConnectorProofs: Sendable {
    /// The probe results for one connector.
    struct Proof: Sendable, Hashable {
        /// The fingerprint of the definition that was probed.
        var fingerprint: [UInt8]
        /// Whether a probe has succeeded since the definition changed.
        var isProved = false
        var probed: Timestamp?
        /// The problem that the last probe found.
        var problem: String?
        var forcedBy: String?

        var isUsable: Bool { isProved || forcedBy != nil }
    }

    /// A proof holds for one definition of a connector, and across restarts.
    static let migration = Migration(
        "connector proofs",
        """
        CREATE TABLE connector_proof (
            name TEXT PRIMARY KEY,
            fingerprint BLOB NOT NULL,
            proved INTEGER NOT NULL,
            probed INTEGER,
            problem TEXT,
            forced_by TEXT
        ) STRICT, WITHOUT ROWID;
        """
    )

    private let store: StateStore
    private let known: Mutex<[String: Proof]>

    /// Loads the stored results.
    init(store: StateStore) throws {
        self.store = store
        var proofs: [String: Proof] = [:]
        try store.readNow { transaction in
            try transaction.forEach("SELECT name, fingerprint, proved, probed, problem, forced_by FROM connector_proof")
            { row in
                let fingerprint: Data = try row[1]
                let probed: Int64? = try row[3]
                proofs[try row[0]] = Proof(
                    fingerprint: Array(fingerprint),
                    isProved: try row[2],
                    probed: probed.map { Timestamp(milliseconds: $0) },
                    problem: try row[4],
                    forcedBy: try row[5]
                )
            }
        }
        known = Mutex(proofs)
    }

    /// The results for a connector with this definition; empty if they belong to another definition.
    func proof(of name: String, _ fingerprint: [UInt8]) -> Proof {
        let found = known.withLock { $0[name] }
        return found?.fingerprint == fingerprint
            ? found ?? Proof(fingerprint: fingerprint) : Proof(fingerprint: fingerprint)
    }

    /// Stores a result with its audit record.
    func keep(
        _ proof: Proof,
        of name: String,
        _ kind: Change.Kind,
        by actor: Actor,
        after: JSONValue,
        at now: Timestamp
    ) async throws {
        try await store.write { transaction in
            try transaction.execute(
                """
                INSERT INTO connector_proof (name, fingerprint, proved, probed, problem, forced_by)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint, proved = excluded.proved,
                    probed = excluded.probed, problem = excluded.problem, forced_by = excluded.forced_by
                """,
                [
                    name, Data(proof.fingerprint), proof.isProved, proof.probed?.milliseconds, proof.problem,
                    proof.forcedBy,
                ]
            )
            try transaction.record(Change(kind, of: "connector:\(name)", by: actor, after: after, at: now))
        }
        follow(proof, of: name)
    }

    /// Takes a stored result into memory. Another daemon's results are to come in here too.
    private func follow(_ proof: Proof, of name: String) { known.withLock { $0[name] = proof } }
}
