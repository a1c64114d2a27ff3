import Foundation
import GatehouseModel
import NIOCore
import NIOHTTP1
import Testing

@testable import GatehouseDaemon

@Suite struct `Credential kinds` {
    private let credential = BasicCredential(name: "entra", username: "entra", password: "open sesame")

    private func request(_ headers: HTTPHeaders) -> InboundRequest {
        InboundRequest(
            method: "POST",
            path: "/endpoints/gate",
            headers: headers,
            body: ByteBuffer(),
            client: "192.0.2.7",
            received: .now,
            start: .now()
        )
    }

    private func request(_ authorization: String?) -> InboundRequest {
        request(authorization.map { ["Authorization": $0] } ?? [:])
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
        let request = request(HTTPHeaders(headers.map { ($0.key, $0.value) }))
        #expect(HeaderKey(name: "key", key: "k1").check(request) == expected)
    }

    @Test func `a header that a request has twice is ignored`() {
        let request = request(["X-Api-Key": "k1", "x-api-key": "k2"])
        #expect(HeaderKey(name: "key", key: "k1").check(request) == .absent)
    }

    @Test func `a call is repeated if the provider marks it as the same at the same endpoint`() {
        let key = RetryTable.Key(endpoint: "gate", mark: "evt-1")
        #expect(key == RetryTable.Key(endpoint: "gate", mark: "evt-1"))
        #expect(key != RetryTable.Key(endpoint: "gate", mark: "evt-2"))
        #expect(key != RetryTable.Key(endpoint: "open", mark: "evt-1"))
    }
}
