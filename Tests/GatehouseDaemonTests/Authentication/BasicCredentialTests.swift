@testable import GatehouseDaemon
import Testing

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

    @Test func `a Basic credential never shows its password`() {
        #expect("\(credential) \(String(reflecting: credential))".contains("pa:ss") == false)
        var text = ""
        dump(credential, to: &text)
        #expect(!text.contains("112"))
    }
}
