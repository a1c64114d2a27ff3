import Foundation
import GatehouseModel
import NIOCore
import NIOHTTP1
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

    /// A kind that reads a header of its own.
    private struct HeaderKey: CallerCredential {
        let name: String
        let key: String

        func check(_ request: InboundRequest) -> CredentialCheck {
            guard let presented = request.header("X-Api-Key") else { return .absent }
            return presented == key ? .matched : .wrong
        }
    }

    @Test(arguments: [
        (["x-api-key": "k1"], CredentialCheck.matched), (["X-API-KEY": "k2"], .wrong), (["X-Other": "k1"], .absent),
    ])
    func `a credential reads its own header whatever the case of its name`(
        headers: [String: String],
        expected: CredentialCheck
    ) {
        var request = request(nil)
        request = InboundRequest(
            method: request.method,
            path: request.path,
            authorization: nil,
            contentType: request.contentType,
            headers: HTTPHeaders(headers.map { ($0.key, $0.value) }),
            body: request.body,
            client: request.client,
            received: request.received,
            start: request.start
        )
        #expect(HeaderKey(name: "key", key: "k1").check(request) == expected)
    }

    @Test func `a header that a request has twice is ignored`() {
        let request = InboundRequest(
            method: "POST",
            path: "/endpoints/gate",
            authorization: nil,
            contentType: nil,
            headers: ["X-Api-Key": "k1", "x-api-key": "k2"],
            body: ByteBuffer(),
            client: "192.0.2.7",
            received: .now,
            start: .now()
        )
        #expect(HeaderKey(name: "key", key: "k1").check(request) == .absent)
    }

    @Test func `a call is repeated if the provider marks it as the same at the same endpoint`() {
        let key = RetryTable.Key(endpoint: "gate", mark: "evt-1")
        #expect(key == RetryTable.Key(endpoint: "gate", mark: "evt-1"))
        #expect(key != RetryTable.Key(endpoint: "gate", mark: "evt-2"))
        #expect(key != RetryTable.Key(endpoint: "open", mark: "evt-1"))
    }
}
