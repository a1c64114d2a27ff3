import Foundation
import NIOCore
import NIOHTTP1
import Testing

@testable import GatehouseDaemon

@Suite struct `A Basic credential` {
    private let credential = BasicCredential(name: "entra", username: "entra", password: "pa:ss")

    @Test(arguments: ["Basic ZW50cmE6cGE6c3M=", "basic ZW50cmE6cGE6c3M", "BASIC  ZW50cmE6cGE6c3M="])
    func `a Basic credential is found in its header, with a colon in the password`(header: String) throws {
        #expect(credential.matches(try #require(BasicHeader.credentials(in: header))))
    }

    @Test(arguments: ["Basic ZW50cmE6cGE6c3N4", "Basic ZW50cmE6cGE6c3", "Basic eDp5"])
    func `a Basic credential does not match another one`(header: String) {
        #expect(!credential.matches(BasicHeader.credentials(in: header) ?? []))
    }

    @Test(arguments: ["", "Basic", "Basic ", "Basic !!!!", "Bearer ZW50cmE6cGE6c3M=", "Basic A"])
    func `a malformed header has no Basic credential`(header: String) {
        #expect(BasicHeader.credentials(in: header)?.isEmpty ?? true)
    }

    private func check(_ credential: BasicCredential, _ bytes: [UInt8]) -> CredentialCheck {
        credential.check(
            InboundRequest(
                method: "POST",
                path: "/endpoints/gate",
                headers: ["Authorization": "Basic " + Data(bytes).base64EncodedString()],
                body: ByteBuffer(),
                client: "192.0.2.1",
                received: .noon,
                start: .now()
            )
        )
    }

    @Test func `credentials that are not UTF-8 are told apart, and match nothing`() {
        let credential = BasicCredential(name: "entra", username: "entra", password: "prob\u{E9}")
        #expect(check(credential, Array("entra:prob\u{E9}".utf8)) == .matched)
        #expect(check(credential, Array("entra:probe\u{301}".utf8)) == .wrong)
        #expect(check(credential, Array("entra:prob".utf8) + [0xE9]) == .notText)
        #expect(check(credential, [0xE9] + Array(":x".utf8)) == .notText)
        #expect(check(credential, Array("entra:probe".utf8)) == .wrong)
    }

    @Test func `the longest password is accepted`() {
        let password = String(repeating: "p", count: 4096)
        let credential = BasicCredential(name: "entra", username: "entra", password: password)
        #expect(check(credential, Array("entra:\(password)".utf8)) == .matched)
    }

    @Test func `a Basic credential never shows its password`() {
        #expect("\(credential) \(String(reflecting: credential))".contains("pa:ss") == false)
        var text = ""
        dump(credential, to: &text)
        #expect(!text.contains("112"))
    }
}
