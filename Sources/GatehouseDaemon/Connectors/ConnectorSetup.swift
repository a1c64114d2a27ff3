import Crypto
import Foundation
import GatehouseModel
import OutboundHTTP
import PolicyEngine
import UserFlows

extension ConnectorDefinition {
    /// The maximum size of a certificate file, in bytes.
    private static let fileLimit = 256 << 10

    /// The connector with its secrets and certificates loaded, ready for calls.
    ///
    /// - Parameter directory: the directory for relative paths.
    /// - Throws: `SecretProblem` that names the connector and what cannot be read or does not fit together.
    func port(secretsIn directory: String) throws(SecretProblem) -> ConnectorPort {
        do throws(OutboundProblem) {
            return try ConnectorPort(
                Connector(
                    name: name,
                    url: try called(directory),
                    dialect: dialect,
                    authentication: try resolved(directory),
                    timeout: timeout,
                    retries: retries,
                    allowed: allowed,
                    trustedPEM: try trustFile.map { (file) throws(OutboundProblem) in try Self.read(file, directory) },
                    isEnabled: isEnabled
                )
            )
        } catch {
            throw SecretProblem(description: "the connector \"\(name)\": \(error)")
        }
    }

    /// The URL with the keys that are kept elsewhere.
    private func called(_ directory: String) throws(OutboundProblem) -> ConnectorURL {
        var whole = url
        for item in query { whole = whole.adding(item.name, try Self.secret(item.value, directory)) }
        guard whole.whole.utf8.count <= ConnectorURL.lengthLimit else {
            throw OutboundProblem("the URL with its query is longer than \(ConnectorURL.lengthLimit) bytes")
        }
        return whole
    }

    private func resolved(_ directory: String) throws(OutboundProblem) -> Connector.Authentication {
        switch authentication {
        case .none:
            return .none
        case .basic(let username, let password):
            return .basic(username: username, password: try Self.secret(password, directory))
        case .bearer(let source):
            let token = try Self.secret(source, directory)
            guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw OutboundProblem("the bearer token has characters that a header cannot carry")
            }
            return .bearer(token: token)
        case .certificates(let sources):
            var certificates: [ClientCertificate] = []
            for source in sources {
                certificates.append(
                    try ClientCertificate(
                        file: source.file,
                        chainPEM: try Self.read(source.file, directory),
                        keyPEM: Array(try Self.secret(source.privateKey, directory).utf8),
                        uploaded: source.uploaded
                    )
                )
            }
            return .certificates(certificates)
        }
    }

    private static func secret(_ source: SecretSource, _ directory: String) throws(OutboundProblem) -> String {
        do throws(SecretProblem) {
            return try source.resolve(relativeTo: directory).revealed
        } catch {
            throw OutboundProblem(error.description)
        }
    }

    private static func read(_ file: String, _ directory: String) throws(OutboundProblem) -> [UInt8] {
        let path = file.hasPrefix("/") ? file : directory + "/" + file
        do throws(FileProblem) {
            return try BoundedFile.bytes(path, limit: fileLimit)
        } catch {
            throw OutboundProblem(
                "cannot read the certificate file \"\(path)\": \(error.reason); put it there, or correct its name"
            )
        }
    }

    /// Changes whenever earlier probes of the connector are no longer valid.
    var fingerprint: [UInt8] {
        let text = [
            name, url.whole, "\(query)", dialect.rawValue, "\(authentication)",
            allowed.map(\.notation).joined(separator: " "),
            trustFile ?? "",
        ]
        return Array(SHA256.hash(data: Data(text.joined(separator: "\n").utf8)))
    }
}
