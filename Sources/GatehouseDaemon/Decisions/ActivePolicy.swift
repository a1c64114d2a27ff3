package import Dialects
import GatehouseModel
package import PolicyEngine
package import UserFlows
import Synchronization

/// The policy as calls are decided under it: a snapshot with its secrets read and its endpoints found by path.
///
/// Immutable; an edit makes a new one, and a call that began under the old one ends under it.
package final class ActivePolicy: Sendable {
    package let snapshot: PolicySnapshot
    private let endpointsByPath: [String: ActiveEndpoint]
    /// By name.
    package let connectors: [String: ConnectorPort]

    /// Reads the secrets of the snapshot's credentials.
    ///
    /// - Parameter directory: where relative secret files are.
    /// - Throws: `SecretProblem` for the first secret that cannot be read.
    package convenience init(_ snapshot: PolicySnapshot, secretsIn directory: String) throws(SecretProblem) {
        var credentials: [String: BasicCredential] = [:]
        for credential in snapshot.document.credentials {
            switch credential.kind {
            case .basic(let username, let password):
                credentials[credential.name] = BasicCredential(
                    name: credential.name,
                    username: username,
                    password: try password.resolve(relativeTo: directory).revealed
                )
            }
        }
        var endpoints: [String: ActiveEndpoint] = [:]
        for definition in snapshot.document.endpoints {
            endpoints["/endpoints/" + definition.name] = ActiveEndpoint(
                definition: definition,
                credentials: definition.credentials.compactMap { credentials[$0] }
            )
        }
        var connectors: [String: ConnectorPort] = [:]
        for definition in snapshot.document.connectors {
            connectors[definition.name] = try definition.port(secretsIn: directory)
        }
        self.init(snapshot: snapshot, endpointsByPath: endpoints, connectors: connectors)
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

    /// The same policy with other entries in several lists; names it lacks are left out.
    package func replacing(_ indexes: [String: EntryIndex]) -> ActivePolicy {
        let known = indexes.filter { snapshot.document.list($0.key) != nil }
        let changed = PolicySnapshot(document: snapshot.document, revision: snapshot.revision, indexes: known)
        return ActivePolicy(snapshot: changed, endpointsByPath: endpointsByPath, connectors: connectors)
    }

    /// The endpoint with this URL path.
    package func endpoint(at path: String) -> ActiveEndpoint? { endpointsByPath[path] }
}

/// An endpoint ready to answer.
package final class ActiveEndpoint: Sendable {
    package let definition: Endpoint
    package let credentials: [BasicCredential]
    package let dialect: any Dialect.Type

    init(definition: Endpoint, credentials: [BasicCredential]) {
        self.definition = definition
        self.credentials = credentials
        dialect = definition.dialect.dialect
    }
}

/// Where the policy in force is found. Readers never wait for an edit: they take a reference.
package final class PolicyHolder: Sendable {
    private let active: Mutex<ActivePolicy>

    package init(_ policy: ActivePolicy) { active = Mutex(policy) }

    /// The policy in force.
    package var current: ActivePolicy { active.withLock { $0 } }

    /// Puts another policy in force for the calls to come.
    package func replace(_ change: (ActivePolicy) -> ActivePolicy) {
        active.withLock { $0 = change($0) }
    }
}
