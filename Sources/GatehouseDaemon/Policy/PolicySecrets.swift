import GatehouseModel
import PolicyEngine
import UserFlows

/// What a policy needs from outside its document, read: passwords, tokens, certificates. All problems are collected, so
/// that checking a document and applying it report the same.
struct PolicySecrets: Sendable {
    /// By name.
    private(set) var credentials: [String: any CallerCredential] = [:]
    /// By name.
    private(set) var connectors: [String: ConnectorPort] = [:]
    /// Secrets that cannot be read, by the part that needs them, for example `connector:api`.
    private(set) var problems: [(subject: String, problem: SecretProblem)] = []

    /// - Parameter directory: the base of relative paths.
    init(of document: PolicyDocument, in directory: String) {
        for credential in document.credentials {
            do throws(SecretProblem) {
                credentials[credential.name] = try credential.read(secretsIn: directory)
            } catch {
                problems.append(("credential:\(credential.name)", error))
            }
        }
        for connector in document.connectors {
            do throws(SecretProblem) {
                connectors[connector.name] = try connector.port(secretsIn: directory)
            } catch {
                problems.append(("connector:\(connector.name)", error))
            }
        }
    }
}

extension Credential {
    /// The credential with its secrets read. Each kind has its own type.
    fileprivate func read(secretsIn directory: String) throws(SecretProblem) -> any CallerCredential {
        switch kind {
        case .basic(let username, let password):
            BasicCredential(
                name: name,
                username: username,
                password: try password.resolve(relativeTo: directory).revealed
            )
        }
    }
}
