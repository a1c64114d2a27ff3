import Foundation
import GatehouseModel
import NIOCore
import Testing

@testable import GatehouseDaemon

@Suite struct `Credential kinds` {
    private let credential = BasicCredential(name: "entra", username: "entra", password: "open sesame")

    private func request(_ authorization: String?) -> InboundRequest {
        InboundRequest(
            method: "POST",
            path: "/endpoints/gate",
            authorization: authorization,
            contentType: "application/json",
            body: ByteBuffer(),
            client: "192.0.2.7",
            received: .now,
            start: .now()
        )
    }

    private func basic(_ text: String) -> String { "Basic " + Data(text.utf8).base64EncodedString() }

    @Test func `a request without an authorization header presents no password`() {
        #expect(credential.check(request(nil)) == .absent)
    }

    @Test func `the right user name and password match`() {
        #expect(credential.check(request(basic("entra:open sesame"))) == .matched)
    }

    @Test(arguments: ["entra:open", "entra:", ":open sesame", "Entra:open sesame", "entra:open sesame ", ""])
    func `any other user name or password is wrong`(text: String) {
        #expect(credential.check(request(basic(text))) == .wrong)
    }

    @Test(arguments: ["Bearer abc", "Basic", "Basic %%%", "Digest username=entra", ""])
    func `a header that is not HTTP Basic is wrong`(header: String) {
        #expect(credential.check(request(header)) == .wrong)
    }

    @Test func `a call is repeated if the provider marks it as the same at the same endpoint`() {
        let key = RetryTable.Key(endpoint: "gate", mark: "evt-1")
        #expect(key == RetryTable.Key(endpoint: "gate", mark: "evt-1"))
        #expect(key != RetryTable.Key(endpoint: "gate", mark: "evt-2"))
        #expect(key != RetryTable.Key(endpoint: "open", mark: "evt-1"))
    }
}
