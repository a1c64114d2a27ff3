import GatehouseModel
import OutboundHTTP
import Testing

@Suite struct ClientCertificateTests {
    private func certificate(_ file: String, uploaded: Int64, from: Int64, to: Int64) -> ClientCertificate {
        ClientCertificate(
            file: file,
            chainPEM: [],
            keyPEM: [],
            uploaded: Timestamp(milliseconds: uploaded),
            subject: "CN=\(file)",
            notBefore: Timestamp(milliseconds: from),
            notAfter: Timestamp(milliseconds: to)
        )
    }

    private var rotation: [ClientCertificate] {
        [
            certificate("old", uploaded: 0, from: 0, to: 100),
            certificate("new", uploaded: 50, from: 80, to: 200),
        ]
    }

    @Test(arguments: [(79, "old"), (80, "new"), (99, "new"), (150, "new")] as [(Int64, String)])
    func `the newest certificate that is valid now is presented`(_ now: Int64, _ file: String) {
        #expect(rotation.current(at: Timestamp(milliseconds: now))?.file == file)
    }

    @Test func `an expired certificate is replaced by an older one that is still valid`() {
        let list = [
            certificate("long", uploaded: 0, from: 0, to: 1000), certificate("short", uploaded: 50, from: 0, to: 100),
        ]
        #expect(list.current(at: Timestamp(milliseconds: 100))?.file == "long")
    }

    @Test func `no certificate is presented if none is valid`() {
        #expect(rotation.current(at: Timestamp(milliseconds: 200)) == nil)
        #expect(rotation.current(at: Timestamp(milliseconds: -1)) == nil)
    }

    @Test func `the order of the list matters only between certificates uploaded at the same time`() {
        #expect(Array(rotation.reversed()).current(at: Timestamp(milliseconds: 90))?.file == "new")
        let twins = [
            certificate("a", uploaded: 1, from: 0, to: 9), certificate("b", uploaded: 1, from: 0, to: 9),
        ]
        #expect(twins.current(at: Timestamp(milliseconds: 5))?.file == "b")
    }
}
