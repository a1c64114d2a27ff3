import Foundation
import GatehouseModel
import Testing
import UserFlows

/// Graph's JSON as admins save it: cut off, with capitals, lists of one, byte order marks.
@Suite struct `Graph's JSON as PowerShell saves it` {
    private func read(_ text: String) throws -> GraphSetup { try read(Array(text.utf8)) }

    private func read(_ bytes: [UInt8]) throws -> GraphSetup {
        var reader = GraphReader()
        try reader.read(bytes, file: "export.json")
        return reader.setup
    }

    private static let connector =
        #"{"id":"c1","displayName":"crm-lookup","targetUrl":"https://api.lumen.example/s"}"#

    @Test(
        arguments: [
            #"{"value":[{"id":"c1","displayName":"x","targetUrl":"https://a.example/s","authenticationConfiguration":"@{@odata.type=#microsoft.graph.basicAuthentication; username=entra}"}]}"#,
            #"{"id":"B2X_1_guests","userFlowType":"signUpOrSignIn","apiConnectorConfiguration":"System.Collections.Hashtable"}"#,
            #"{"id":"B2X_1_guests","userFlowType":"signUpOrSignIn","userAttributeAssignments":"System.Object[]"}"#,
            #"{"value":["@{id=c1; displayName=x}"]}"#,
            #"{"Value":[{"Id":"c1","TargetUrl":"System.Collections.Generic.List`1[System.Object]"}]}"#,
        ]
    )
    func `an export that was cut off is refused with the remedy`(text: String) throws {
        let problem = try #require(throws: GraphProblem.self) { try read(text) }
        #expect(problem.description.contains("cut off"))
        #expect(problem.description.contains("-Depth 10"))
    }

    @Test func `one object where a list belongs is a list of one`() throws {
        #expect(try read("{\"value\":\(Self.connector)}").connectors.map(\.displayName) == ["crm-lookup"])
        let flow = try read(
            #"{"id":"B2X_1_g","userFlowType":"signUp","userAttributeAssignments":{"id":"Email2","isOptional":false,"userAttribute":{"id":"jobTitle","dataType":"string"}},"identityProviders":{"id":"Google-OAUTH","type":"Google"}}"#
        ).flows.first
        #expect(flow?.attributes.map(\.name) == ["jobTitle"])
        #expect(flow?.identityProviders == ["google.com"])
    }

    @Test func `members that begin with capitals are read, and a note says so`() throws {
        let setup = try read(
            #"{"Value":[{"Id":"c1","DisplayName":"crm","TargetUrl":"https://a.example/s","AuthenticationConfiguration":{"Username":"entra","Password":"******"},"AdditionalProperties":{}}]}"#
        )
        #expect(setup.connectors.first?.authentication == .basic(username: "entra"))
        #expect(setup.notes.count == 1)
        #expect(setup.notes.first?.contains("capitals") == true)
    }

    @Test func `a byte order mark is skipped, and UTF-16 is named`() throws {
        #expect(try read([0xEF, 0xBB, 0xBF] + Array(Self.connector.utf8)).connectors.count == 1)
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            let problem = try #require(throws: GraphProblem.self) { try read(mark + [0x7B, 0]) }
            #expect(problem.description.contains("UTF-16"))
        }
    }

    @Test(arguments: ["\"2026-01-01T00:00:00Z\"", "\"/Date(1767225600000)/\"", "1767225600"])
    func `the times of a certificate are read in every form`(time: String) throws {
        let setup = try read(certificate(time))
        let expected = Timestamp(milliseconds: 1_767_225_600_000)
        guard case .certificates(let list) = setup.connectors.first?.authentication else {
            Issue.record("no certificates")
            return
        }
        #expect(list.map(\.notBefore) == [expected])
    }

    @Test(arguments: ["\"soon\"", "null", "true", "\"/Date(x)/\"", "1e99"])
    func `a certificate whose times cannot be read is named by its thumbprint`(time: String) throws {
        #expect(try read(certificate(time)).notes.contains { $0.contains("3C9A0E55") })
    }

    private func certificate(_ time: String) -> String {
        let type = "#microsoft.graph.clientCertificateAuthentication"
        return """
            {"displayName":"m","targetUrl":"https://a.example/s","authenticationConfiguration":{"@odata.type":"\(type)",
            "certificateList":[{"thumbprint":"3C9A0E55","notBefore":\(time),"notAfter":1798761600,"isActive":true}]}}
            """
    }

    @Test(arguments: ["passwordReset", "profileUpdate", "signIn", "resourceOwner"])
    func `a flow in which nobody signs up is passed over with a note`(type: String) throws {
        let setup = try read(#"{"id":"B2C_1_reset","userFlowType":"\#(type)"}"#)
        #expect(setup.flows.isEmpty)
        #expect(setup.notes.contains { $0.contains(type) })
    }

    @Test func `a flow whose providers are all unknown gets no others`() throws {
        let setup = try read(#"{"id":"B2X_1_g","userFlowType":"signUp","identityProviders":[{"id":"Contoso-SAML"}]}"#)
        let policy = GraphPolicy(setup)
        #expect(policy.text.contains("identity-providers = []"))
        #expect(policy.notes.contains { $0.contains("none of its identity providers is known") })
        #expect(!policy.notes.contains { $0.contains("does not say which") })
    }

    @Test(arguments: ["null", "\"\"", "\"ftp://a.example\"", "\"not a url\"", "\"https://\""])
    func `a URL that cannot be called is named`(url: String) throws {
        let setup = try read("{\"value\":[{\"id\":\"c1\",\"displayName\":\"x\",\"targetUrl\":\(url)}]}")
        #expect(setup.notes.contains { $0.contains("connector \"x\"") && $0.contains("targetUrl") })
    }

    @Test func `one page of several says so`() throws {
        let setup = try read("{\"@odata.nextLink\":\"https://graph.microsoft.com/next\",\"value\":[\(Self.connector)]}")
        #expect(setup.notes.contains { $0.contains("@odata.nextLink") })
    }

    @Test(arguments: [
        "https://g/identity/apiConnectors('c1')", "https://g/identity/apiConnectors/c1", "apiConnectors('c1')",
    ])
    func `a step that refers to a connector finds it`(reference: String) throws {
        let setup = try read(
            "[\(Self.connector),{\"id\":\"B2X_1_g\",\"userFlowType\":\"signUp\",\"apiConnectorConfiguration\":"
                + "{\"postFederationSignup\":{\"@odata.id\":\"\(reference)\"}}}]"
        )
        #expect(GraphPolicy(setup).text.contains("post-federation = \"crm-lookup\""))
    }

    @Test(arguments: [
        ("City", "city"), ("city", "city"), ("CITY", "city"), ("DisplayName", "displayName"),
        ("PostalCode", "postalCode"),
        ("extension_9f_Seats", "extension_9f_Seats"),
    ])
    func `a built-in attribute has the name that connectors get`(id: String, claim: String) throws {
        let setup = try read(
            #"{"id":"B2X_1_g","userFlowType":"signUp","userAttributeAssignments":[{"userAttribute":{"id":"\#(id)","dataType":"string"}}]}"#
        )
        #expect(setup.flows.first?.attributes.map(\.name) == [claim])
    }

    @Test(arguments: ["MicrosoftAccount", "MSASignup", "MSASignup-OAUTH"])
    func `the provider of Microsoft accounts has one issuer and is written with Graph's type`(word: String) throws {
        let setup = try read(#"{"id":"B2X_1_g","userFlowType":"signUp","identityProviders":[{"type":"\#(word)"}]}"#)
        #expect(setup.flows.first?.identityProviders == ["MicrosoftAccount"])
        let text = String(decoding: try JSONEncoder().encode(GraphWriter.document(setup)), as: UTF8.self)
        #expect(text.contains("\"identityProviderType\":\"MicrosoftAccount\""))
        #expect(!text.contains("\"MSASignup\""))
    }

    @Test func `importing the same file again writes nothing`() throws {
        let setup = try read("[\(Self.connector),{\"id\":\"B2X_1_g\",\"userFlowType\":\"signUp\"}]")
        let first = GraphPolicy(setup)
        let names = Set(first.connectors + first.flows)
        #expect(names == ["crm-lookup", "g"])
        let second = GraphPolicy(setup, taken: names, present: "[[endpoint]]\n\n" + first.text)
        #expect(second.text.isEmpty)
        #expect(second.connectors + second.flows == [])
        #expect(second.notes.count { $0.contains("has it already") } == 2)
        let edited = GraphPolicy(setup, taken: names, present: first.text.replacing("/s\"", with: "/t\""))
        #expect(edited.connectors == ["crm-lookup-2"])
        #expect(edited.notes.contains { $0.contains("compare the two") })
    }
}
