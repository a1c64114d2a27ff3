import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `An applicant` {
    private func applicant(_ email: String?, _ issuer: String? = nil, _ id: String = "42") -> Applicant? {
        let identities = issuer.map { [Identity(signInType: "federated", issuer: $0, issuerAssignedID: id)] } ?? []
        return Applicant(Claims(email: email, identities: identities))
    }

    @Test func `is recognised by the identity whatever the address`() {
        #expect(applicant("a@b.example", "google.com")?.key == applicant("c@d.example", "Google.com")?.key)
    }

    @Test func `is another one with another id or issuer`() {
        #expect(applicant("a@b.example", "google.com", "1")?.key != applicant("a@b.example", "google.com", "2")?.key)
        #expect(applicant("a@b.example", "google.com")?.key != applicant("a@b.example", "facebook.com")?.key)
    }

    @Test func `is recognised by the address in any spelling when there is no identity`() {
        #expect(applicant("Ada@B.example")?.key == applicant("ada@b.EXAMPLE")?.key)
    }

    @Test func `with an identity is not the one with only the address`() {
        #expect(applicant("a@b.example", "google.com")?.key != applicant("a@b.example")?.key)
    }

    @Test func `is nobody without identity and address`() {
        #expect(applicant(nil) == nil)
        #expect(applicant("no address") == nil)
        #expect(applicant(nil, "google.com", "") == nil)
    }
}
