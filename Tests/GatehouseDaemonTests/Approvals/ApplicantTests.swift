import GatehouseDaemon
import GatehouseModel
import Testing

@Suite struct `An applicant` {
    private func applicant(_ email: String?, _ issuer: String? = nil, _ id: String = "42") -> Applicant? {
        let identities = issuer.map { [Identity(signInType: "federated", issuer: $0, issuerAssignedID: id)] } ?? []
        return Applicant(Claims(email: email, identities: identities))
    }

    @Test func `an applicant is recognised by the identity, whatever the address`() {
        #expect(applicant("a@b.example", "google.com")?.key == applicant("c@d.example", "Google.com")?.key)
    }

    @Test func `an applicant with another id or issuer is another person`() {
        #expect(applicant("a@b.example", "google.com", "1")?.key != applicant("a@b.example", "google.com", "2")?.key)
        #expect(applicant("a@b.example", "google.com")?.key != applicant("a@b.example", "facebook.com")?.key)
    }

    @Test func `an applicant without an identity is recognised by the address, however it is written`() {
        #expect(applicant("Ada@B.example")?.key == applicant("ada@b.EXAMPLE")?.key)
    }

    @Test func `an applicant with an identity is not the one with only the address`() {
        #expect(applicant("a@b.example", "google.com")?.key != applicant("a@b.example")?.key)
    }

    @Test func `claims without identity and address give no applicant`() {
        #expect(applicant(nil) == nil)
        #expect(applicant("no address") == nil)
        #expect(applicant(nil, "google.com", "") == nil)
    }
}
