import GatehouseModel
import PolicyEngine
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `Expiring client certificates` {
    private static let day = 86_400.0

    /// A desk whose connector presents these certificates, given by their remaining days.
    private func desk(_ days: [Double]) throws -> (desk: ConnectorDesk, directory: TemporaryDirectory) {
        let directory = try TemporaryDirectory()
        let authority = try TestCertificate.authority()
        var certificates: [String] = []
        for (number, left) in days.enumerated() {
            let made = try TestCertificate("gate \(number)", to: left * Self.day, signer: authority)
            try directory.write(made.pem, to: "\(number).pem")
            try directory.write(made.keyPEM, to: "\(number).key")
            certificates.append(
                "{ certificate = \"\(number).pem\", private-key = { file = \"\(number).key\" }, uploaded = \"2026-01-0\(number + 1)\" }"
            )
        }
        let text = """
            [[connector]]
            name = "api"
            url = "https://api.b.example/"
            dialect = "entra-b2b"
            authentication = { client-certificate = [\(certificates.joined(separator: ", "))] }
            """
        let document = try PolicyDocument.parse(text, file: "policy.toml")
        let snapshot = PolicySnapshot(document: document, revision: 1, indexes: [:])
        let store = try StateStore(path: directory.path + "/state.db")
        let journal = try Journal(at: directory.path + "/journal")
        let desk = try ConnectorDesk(
            .init(
                policy: PolicyHolder(try ActivePolicy(snapshot, secretsIn: directory.path)),
                store: store,
                journal: CallRecorder(journal: journal, batch: EventBatch(hub: EventHub(startedAt: .now)))
            )
        )
        return (desk, directory)
    }

    @Test func `a client certificate causes a warning in the month before it expires`() throws {
        let (desk, _) = try desk([10])
        let warnings = desk.warnings(at: .now)
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("the connector api: the client certificate 0.pem expires at") == true)
        #expect(desk.summaries(JournalCounters(), at: .now).first?.certificateExpires != nil)
    }

    @Test func `a client certificate causes no warning long before it expires, or if another one follows`() throws {
        #expect(try desk([90]).desk.warnings(at: .now) == [])
        #expect(try desk([90, 10]).desk.warnings(at: .now) == [])
    }

    @Test func `expired client certificates cause a warning`() throws {
        let (desk, _) = try desk([10])
        let later = Timestamp.now + .seconds(20 * 86_400)
        #expect(desk.warnings(at: later) == ["the connector api: no client certificate is valid now; upload another"])
    }

    @Test func `a client certificate with another one's key is refused`() throws {
        let directory = try TemporaryDirectory()
        let authority = try TestCertificate.authority()
        try directory.write(try TestCertificate("a", signer: authority).pem, to: "a.pem")
        try directory.write(try TestCertificate("b", signer: authority).keyPEM, to: "a.key")
        let text = """
            [[connector]]
            name = "api"
            url = "https://api.b.example/"
            dialect = "entra-b2b"
            authentication = { client-certificate = [{ certificate = "a.pem", private-key = { file = "a.key" } }] }
            """
        let document = try PolicyDocument.parse(text, file: "policy.toml")
        let error = #expect(throws: SecretProblem.self) {
            try ActivePolicy(
                PolicySnapshot(document: document, revision: 1, indexes: [:]),
                secretsIn: directory.path
            )
        }
        #expect(error?.description == "the connector \"api\": a.pem and its private key do not belong together")
    }
}
