import Dialects
import GatehouseModel
import Testing

/// Bodies of other contracts at an endpoint for sign-ups are refused by name, never taken for a sign-up without claims.
@Suite struct `Bodies of other contracts` {
    private func claims(_ text: String, _ dialect: DialectName) -> Result<Claims, BodyProblem> {
        Array(text.utf8).withUnsafeBytes { body in
            Result { () throws(BodyProblem) in
                try dialect.dialect.claims(of: InboundCall(body: body), at: .postAttributeCollection)
            }
        }
    }

    @Test(arguments: [
        (
            #"{"type":"microsoft.graph.authenticationEvent.attributeCollectionSubmit","source":"/tenants/x","data":{"tenantId":"x"}}"#,
            "External ID"
        ),
        (#"{"data":{"@odata.type":"microsoft.graph.onTokenIssuanceStartCalloutData"}}"#, "External ID"),
        (#"{"eventType":"com.okta.user.pre-registration","eventTypeVersion":"1.0","data":{}}"#, "Okta"),
        (#"{"flow":{"id":"f"},"identity":{"traits":{"email":"a@b.example"}}}"#, "Kratos"),
        (#"{"ctx":{"flow":{"id":"f"}}}"#, "Kratos"),
        (#"{"metadata":{"name":"before-user-created"},"user":{"email":"a@b.example"}}"#, "Supabase"),
        (#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"a"}"#, "SCIM"),
        (#"{"type":"user.created","timestamp":"2026-01-01T00:00:00Z","data":{"email":"a@b.example"}}"#, "envelope"),
        (#"{"jsonrpc":"2.0","method":"x","id":1}"#, "JSON-RPC"), (#"{"query":"{me}","variables":{}}"#, "GraphQL"),
    ])
    func `a body of another contract is named`(body: String, contract: String) {
        for dialect in DialectName.allCases {
            switch claims(body, dialect) {
            case .success: Issue.record("\(dialect.rawValue) took it for a sign-up")
            case .failure(let problem): #expect(problem.description.contains(contract), "\(problem)")
            }
        }
    }

    @Test(arguments: [
        "{}", #"{"displayName":"Ada"}"#, #"{"type":"guest","displayName":"Ada"}"#,
        #"{"email":"a@b.example","data":{"x":1},"type":"x"}"#,
        #"{"email":"a@b.example","user":{},"metadata":{}}"#, #"{"flow":"guests"}"#, #"{"query":"x"}"#,
    ])
    func `a sign-up with unusual members stays one`(body: String) {
        for dialect in DialectName.allCases {
            if case .failure(let problem) = claims(body, dialect) { Issue.record("\(dialect.rawValue): \(problem)") }
        }
    }
}
