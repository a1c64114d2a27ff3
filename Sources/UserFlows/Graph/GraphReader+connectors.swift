import Dialects
import GatehouseModel

extension GraphReader {
    /// Adds the connector, or replaces an earlier one with the same key. Returns the key.
    mutating func connector(_ members: [String: JSONValue]) -> String {
        met += 1
        let name = members["displayName"]?.string ?? members["id"]?.string ?? "connector"
        let who = "connector \(name.quotedShort)"
        remark(members, of: who, knowing: ["id", "displayName", "targetUrl", "authenticationConfiguration"])
        let url = members["targetUrl"]?.string ?? ""
        if let problem = Self.problem(withURL: url) {
            note("\(who): \(problem); write its URL into the policy by hand")
        }
        let connector = GraphConnector(
            id: members["id"]?.string,
            displayName: name,
            targetUrl: url,
            authentication: authentication(members["authenticationConfiguration"]?.object, of: who)
        )
        let key = connector.id ?? name
        if let known = setup.connectors.firstIndex(where: { ($0.id ?? $0.displayName) == key }) {
            setup.connectors[known] = connector
        } else {
            setup.connectors.append(connector)
        }
        return key
    }

    /// Why a connector's URL cannot be called.
    private static func problem(withURL url: String) -> String? {
        if url.isEmpty { return "it has no targetUrl" }
        do throws(ConnectorURLProblem) {
            _ = try ConnectorURL(GraphTarget(url).url)
            return nil
        } catch { return "its targetUrl cannot be called: \(error)" }
    }

    private mutating func authentication(
        _ members: [String: JSONValue]?,
        of who: String
    ) -> GraphConnector.Authentication {
        guard let members, !members.isEmpty else { return .none }
        var type = (members["@odata.type"] ?? members["odataType"])?.string ?? ""
        // PowerShell's objects lack the type, and have the members of one.
        if type.isEmpty { type = members["username"] != nil ? GraphWords.basic : type }
        if type.isEmpty { type = members["certificateList"] != nil ? GraphWords.certificates : type }
        if !type.hasPrefix("#") { type = "#" + type }
        switch type {
        case GraphWords.basic:
            remark(members, of: who, knowing: ["username", "password"])
            if let password = members["password"]?.string, password != GraphWords.maskedPassword {
                note(
                    "\(who): the file has the password in clear; it is not taken over. Put it into the secret file, and remove this one"
                )
            }
            return .basic(username: members["username"]?.string ?? "")
        case GraphWords.certificates:
            remark(members, of: who, knowing: ["certificateList"])
            let list = Self.elements(members["certificateList"] ?? .array([]))
            return .certificates(list.compactMap { certificate($0, of: who) })
        case GraphWords.pkcs12:
            remark(members, of: who, knowing: ["pkcs12Value", "password"])
            note(
                "\(who): the file has a certificate with its key; they are not taken over. Convert them with openssl pkcs12, and remove this file"
            )
            return .certificates([])
        default:
            note("\(who): the authentication \(type.quotedShort) is not known; the connector is imported without")
            return .none
        }
    }

    private mutating func certificate(_ value: JSONValue, of who: String) -> GraphConnector.Certificate? {
        guard let members = value.object, let thumbprint = members["thumbprint"]?.string,
            let start = members["notBefore"]?.seconds, let end = members["notAfter"]?.seconds
        else {
            let name = value.object?["thumbprint"]?.string ?? "without a thumbprint"
            note("\(who): the times of the certificate \(name.quotedShort) cannot be read; it is passed over")
            return nil
        }
        remark(members, of: who, knowing: ["thumbprint", "notBefore", "notAfter", "isActive"])
        return GraphConnector.Certificate(
            thumbprint: thumbprint,
            notBefore: start,
            notAfter: end,
            isActive: members["isActive"] == true
        )
    }
}

extension JSONValue {
    /// Seconds since 1970, Graph's format for the times of certificates; an RFC 3339 time; or `/Date(milliseconds)/`,
    /// which PowerShell writes.
    fileprivate var seconds: Timestamp? {
        if let text = string {
            let digits = text.hasPrefix("/Date(") && text.hasSuffix(")/") ? text.dropFirst(6).dropLast(2) : ""
            if let milliseconds = Int64(digits), abs(milliseconds) < 1 << 50 {
                return Timestamp(milliseconds: milliseconds)
            }
            return Timestamp(text)
        }
        guard case .int(let seconds) = self, abs(seconds) < 1 << 40 else { return nil }
        return Timestamp(milliseconds: seconds * 1000)
    }
}
