import ControlProtocol
import Foundation
import GatehouseModel
import Testing

@Suite struct `User flows on the wire` {
    private func roundTrip<Value: Codable & Equatable>(_ value: Value) throws -> Value {
        try ControlJSON.decoder().decode(Value.self, from: try ControlJSON.encoder().encode(value))
    }

    private static let flow = UserFlow(
        name: "guests",
        identityProviders: ["google.com", "local"],
        attributes: [.init(name: "extension_9f3b_Badge_Code", kind: .int, isRequired: true, label: "Badge", page: 2)],
        steps: [.postFederation: "check", .postAttributeCollection: "request"],
        applicationClaims: ["email", "displayName"]
    )

    @Test func `user flows are decoded as they were encoded`() throws {
        let funnel = FlowSummary.Funnel(
            started: 8,
            passedStep1: 7,
            submitted: 6,
            passedStep2: 5,
            created: 4,
            blocked: 3,
            invalid: 2,
            failed: 1
        )
        let summary = FlowSummary(flow: Self.flow, funnel24h: funnel)
        #expect(try roundTrip(summary) == summary)
    }

    @Test func `the names of attributes and claims are not changed`() throws {
        let values: [String: JSONValue] = ["extension_9f3b_Badge_Code": 7, "displayName": "Ada", "given_name": "A"]
        let id = CallID(at: Timestamp(milliseconds: 1_795_434_269_120))
        let signUp = SignUp(id: id, flow: "guests", stage: .form, started: id.time, updated: id.time)
        let view = SignUpView(
            signUp: signUp,
            form: .init(attributes: Self.flow.attributes, values: values, fieldMessages: ["displayName": "No."]),
            tokenClaims: values,
            timing: SignUpTiming(connectorMs: 1, storageMs: 2, engineMs: 3)
        )
        #expect(try roundTrip(view) == view)
        let person = SignUpPerson(
            email: "a@b.example",
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "1")],
            claims: values
        )
        #expect(try roundTrip(person) == person)
        let account = Account(
            id: "a",
            email: "a@b.example",
            attributes: values,
            flow: "guests",
            created: id.time,
            updated: id.time,
            signUp: id.code
        )
        #expect(try roundTrip(account) == account)
    }
}
