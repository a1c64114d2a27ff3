import Dialects
import OutboundHTTP
import Testing
import UserFlows

@Suite struct ConnectorReplyTests {
    @Test(arguments: [OutboundFailure.Cause.connection, .timeout, .tls, .nameNotFound, .replyCut])
    func `a call without a complete reply is retried`(_ cause: OutboundFailure.Cause) {
        #expect(ConnectorFailure.Cause.outbound(cause).isWorthRetrying)
    }

    @Test(
        arguments: [
            ConnectorFailure.Cause.contract(.statusIs200Or400), .outbound(.addressClosed), .redirect,
            .outbound(.replyTooLarge),
        ]
    )
    func `a call that would fail the same way again is not retried`(_ cause: ConnectorFailure.Cause) {
        #expect(!cause.isWorthRetrying)
    }

    @Test func `a broken rule of the contract keeps its name and diagnosis`() {
        let breach = Breach(.versionPresent, "\"version\" is missing")
        #expect(ConnectorFailure(breach).description == "version-present: \"version\" is missing")
    }
}
