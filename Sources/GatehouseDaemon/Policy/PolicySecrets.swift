import GatehouseModel
import PolicyEngine
import UserFlows

/// Everything a policy needs from outside its document, read: passwords, tokens, certificates. What cannot be read is
/// told whole, so that checking a document and applying it find the same.
struct PolicySecrets: Sendable {
    /// By name.
    private(set) var credentials: [String: BasicCredential] = [:]
    /// By name.
    private(set) var connectors: [String: ConnectorPort] = [:]
    /// What cannot be read, by the part that needs it: `connector:api`.
    private(set) var problems: [(subject: String, problem: SecretProblem)] = []

    /// - Parameter directory: where relative files are.
    init(of document: PolicyDocument, in directory: String) {
        for credential in document.credentials {
            do throws(SecretProblem) {
                credentials[credential.name] = try BasicCredential(credential, secretsIn: directory)
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

extension BasicCredential {
    fileprivate init(_ credential: Credential, secretsIn directory: String) throws(SecretProblem) {
        switch credential.kind {
        case .basic(let username, let password):
            self.init(
                name: credential.name,
                username: username,
                password: try password.resolve(relativeTo: directory).revealed
            )
        }
    }
}
