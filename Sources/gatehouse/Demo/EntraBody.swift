import Foundation
import GatehouseModel

/// Claims as Microsoft Entra's B2B API connectors send them: one flat JSON object.
enum EntraBody {
    static func encode(_ claims: Claims) -> [UInt8] {
        var members = claims.attributes
        members["email"] = claims.email.map(JSONValue.string)
        if !claims.identities.isEmpty { members["identities"] = .array(claims.identities.map(member)) }
        if !claims.locales.isEmpty { members["ui_locales"] = .string(claims.locales.joined(separator: " ")) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A value made of strings, arrays and objects always has a JSON form.
        return (try? encoder.encode(JSONValue.object(members))).map(Array.init) ?? []
    }

    private static func member(_ identity: Identity) -> JSONValue {
        .object([
            "signInType": .string(identity.signInType), "issuer": .string(identity.issuer),
            "issuerAssignedId": .string(identity.issuerAssignedID),
        ])
    }
}
