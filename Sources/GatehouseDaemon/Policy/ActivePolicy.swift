package import Dialects
import GatehouseModel
package import PolicyEngine
package import UserFlows
import Synchronization

/// The policy in the form that decides calls: a snapshot, its secrets, and its endpoints by path.
///
/// It is immutable. An edit makes a new one; a call that began under the old one ends under the old one.
package final class ActivePolicy: Sendable {
    package let snapshot: PolicySnapshot
    private let endpointsByPath: [String: ActiveEndpoint]
    /// By name.
    package let connectors: [String: ConnectorPort]

    /// Reads the secrets of the snapshot's credentials and connectors.
    ///
    /// - Parameter directory: the base of relative paths to secret files.
    /// - Throws: `SecretProblem` for the first secret that cannot be read.
    package convenience init(_ snapshot: PolicySnapshot, secretsIn directory: String) throws(SecretProblem) {
        let secrets = PolicySecrets(of: snapshot.document, in: directory)
        if let first = secrets.problems.first { throw first.problem }
        var endpoints: [String: ActiveEndpoint] = [:]
        for definition in snapshot.document.endpoints {
            endpoints["/endpoints/" + definition.name] = ActiveEndpoint(
                definition: definition,
                credentials: definition.credentials.compactMap { secrets.credentials[$0] }
            )
        }
        self.init(snapshot: snapshot, endpointsByPath: endpoints, connectors: secrets.connectors)
    }

    private init(
        snapshot: PolicySnapshot,
        endpointsByPath: [String: ActiveEndpoint],
        connectors: [String: ConnectorPort]
    ) {
        self.snapshot = snapshot
        self.endpointsByPath = endpointsByPath
        self.connectors = connectors
    }

    /// The same policy with other entries in one list.
    package func replacing(_ list: String, with index: EntryIndex) -> ActivePolicy {
        ActivePolicy(
            snapshot: snapshot.replacing(list, with: index),
            endpointsByPath: endpointsByPath,
            connectors: connectors
        )
    }

    /// The same policy with other entries in several lists; unknown names are ignored.
    package func replacing(_ indexes: [String: EntryIndex]) -> ActivePolicy {
        ActivePolicy(snapshot: snapshot.replacing(indexes), endpointsByPath: endpointsByPath, connectors: connectors)
    }

    /// The same secrets with another snapshot of the same document.
    func replacing(_ snapshot: PolicySnapshot) -> ActivePolicy {
        ActivePolicy(snapshot: snapshot, endpointsByPath: endpointsByPath, connectors: connectors)
    }

    /// The endpoint with this URL path.
    package func endpoint(at path: String) -> ActiveEndpoint? { endpointsByPath[path] }
}

/// An endpoint ready to answer.
package final class ActiveEndpoint: Sendable {
    package let definition: Endpoint
    package let credentials: [any CallerCredential]
    package let dialect: any Dialect.Type
    /// The request headers that the dialect reads.
    let headers: Set<String>

    init(definition: Endpoint, credentials: [any CallerCredential]) {
        self.definition = definition
        self.credentials = credentials
        dialect = definition.dialect.dialect
        headers = dialect.facts.headers
    }
}

/// Holds the policy in force. Readers take a reference and never wait for an edit.
package final class PolicyHolder: Sendable {
    private let active: Mutex<ActivePolicy>

    package init(_ policy: ActivePolicy) { active = Mutex(policy) }

    /// The policy in force.
    package var current: ActivePolicy { active.withLock { $0 } }

    /// Puts another policy in force for future calls.
    package func replace(_ change: (ActivePolicy) -> ActivePolicy) {
        active.withLock { $0 = change($0) }
    }
}
