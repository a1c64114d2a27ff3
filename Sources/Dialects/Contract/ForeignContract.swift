import JSON

/// Recognises bodies of other contracts, which come if a portal was given the URL of an endpoint for something else.
///
/// Without this they would be sign-ups without claims: nothing in them could be on a deny list.
enum ForeignContract {
    /// The contract that a body without an address and identities belongs to; nil if it may be a sign-up.
    static func name(of members: [String: JSONValue]) -> String? {
        let type = members["type"]?.string ?? members["eventType"]?.string ?? ""
        if type.hasPrefix("microsoft.graph.authenticationEvent") {
            return "an authentication event of Entra External ID"
        }
        if members["data"]?.object?["@odata.type"]?.string?.hasPrefix("microsoft.graph.on") == true {
            return "an authentication event of Entra External ID"
        }
        if type.hasPrefix("com.okta.") { return "an inline hook of Okta" }
        if members["schemas"]?.array?.contains(where: { $0.string?.hasPrefix("urn:ietf:params:scim") == true }) == true
        {
            return "a SCIM request"
        }
        if members["flow"]?.object != nil, members["identity"]?.object != nil { return "a web hook of Ory Kratos" }
        if members["ctx"]?.object?["flow"]?.object != nil { return "a web hook of Ory Kratos" }
        if members["metadata"]?.object != nil, members["user"]?.object != nil { return "a hook of Supabase" }
        if !type.isEmpty, members["data"]?.object != nil { return "an event in an envelope with type and data" }
        if members["jsonrpc"] != nil { return "a JSON-RPC request" }
        if members["query"]?.string != nil, members["variables"] != nil { return "a GraphQL request" }
        return nil
    }
}
