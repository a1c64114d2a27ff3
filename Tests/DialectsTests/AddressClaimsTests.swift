import Dialects
import GatehouseModel
import Testing

@Suite struct `The address in a call's claims` {
    private func b2c(_ body: String) throws -> Claims {
        try EntraB2C.claims(in: Array(body.utf8), at: .postAttributeCollection)
    }

    private func b2b(_ body: String) throws -> Claims {
        try EntraB2B.claims(in: Array(body.utf8), at: .postAttributeCollection)
    }

    private static func identities(_ type: String, _ issuer: String, _ id: String) -> String {
        #""identities":[{"signInType":"\#(type)","issuer":"\#(issuer)","issuerAssignedId":"\#(id)"}]"#
    }

    static let identity = identities("emailAddress", "lumen.onmicrosoft.example", "ada@evil.example")

    @Test(arguments: [
        (#"{"email":"","signInName":"ada@evil.example"}"#, ClaimedAddress.Source.signInName),
        (#"{"signInName":"ada@evil.example"}"#, .signInName),
        (#"{"email":null,"signInName":"ada@evil.example"}"#, .signInName),
        (#"{"email":" \t","signInName":"ada@evil.example"}"#, .signInName), ("{\(identity)}", .identity),
        (#"{"email":"",\#(identity)}"#, .identity), (#"{"email":"","signInName":"",\#(identity)}"#, .identity),
        (#"{"email":"","signInName":"ada",\#(identity)}"#, .identity),
        (#"{"signInName":"ada@evil.example",\#(identity)}"#, .signInName),
    ])
    func `the address is taken from the sign-in name, then from an identity, if B2C sends none`(
        body: String,
        source: ClaimedAddress.Source
    ) throws {
        let claims = try b2c(body)
        #expect(claims.email == "ada@evil.example")
        #expect(claims.emailSource == source)
    }

    @Test(arguments: [#"{"email":""}"#, #"{"email":" "}"#, #"{"email":"","signInName":"ada"}"#, #"{"signInName":""}"#])
    func `the address is absent if B2C sends an empty text and no other claim has one`(body: String) throws {
        let claims = try b2c(body)
        #expect(claims.email == nil)
        #expect(claims.addresses.isEmpty)
    }

    @Test func `the address is the claim email if there is one`() throws {
        let claims = try b2c(#"{"email":"ada@fine.example","signInName":"a@b.example",\#(Self.identity)}"#)
        #expect(claims.email == "ada@fine.example")
        #expect(claims.emailSource == nil)
        #expect(claims.addresses.map(\.text) == ["ada@fine.example", "a@b.example", "ada@evil.example"])
    }

    @Test func `an empty address stays an empty text in B2B, whose contract omits missing values`() throws {
        #expect(try b2b(#"{"email":""}"#).email?.isEmpty == true)
    }

    @Test func `the address is taken from an identity in B2B too`() throws {
        #expect(try b2b("{\(Self.identity)}").email == "ada@evil.example")
    }

    @Test(arguments: ["emailAddress", "EmailAddress", "email"])
    func `the address counts even if its identity has no issuer`(type: String) throws {
        let claims = try b2c(#"{"identities":[{"signInType":"\#(type)","issuerAssignedId":"ada@evil.example"}]}"#)
        #expect(claims.email == "ada@evil.example")
        #expect(claims.issuer == nil)
    }

    @Test func `the address is never taken from an identity of another kind`() throws {
        #expect(try b2c("{" + Self.identities("federated", "google.com", "a@b.example") + "}").email == nil)
        #expect(try b2c("{" + Self.identities("userName", "t.example", "ada") + "}").email == nil)
    }

    @Test func `the address is the one that received a one-time passcode`() throws {
        #expect(
            try b2b("{" + Self.identities("federated", "mail", "ada@evil.example") + "}").email == "ada@evil.example"
        )
        #expect(try b2b("{" + Self.identities("federated", "mail", "00c2-77") + "}").email == nil)
    }

    @Test func `every identity that is an address is listed, each once`() throws {
        let ids = ["a@b.example", "c@d.example", "a@b.example"].map {
            #"{"signInType":"emailAddress","issuer":"t.example","issuerAssignedId":"\#($0)"}"#
        }
        let claims = try b2c(#"{"email":"","identities":[\#(ids.joined(separator: ","))]}"#)
        #expect(claims.addresses.map(\.text) == ["a@b.example", "c@d.example"])
    }
}
