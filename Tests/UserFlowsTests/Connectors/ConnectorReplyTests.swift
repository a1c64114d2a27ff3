import Dialects
import Testing
import UserFlows

@Suite struct ConnectorReplyTests {
    @Test(arguments: [ConnectorFailure.Cause.connection, .timeout, .tls, .nameNotFound, .replyCut])
    func `a call without a full reply is tried again`(_ cause: ConnectorFailure.Cause) {
        #expect(cause.isWorthRetrying)
    }

    @Test(arguments: [ConnectorFailure.Cause.contract(.statusIs200Or400), .addressClosed, .redirect, .replyTooLarge])
    func `a call that would end the same way is not tried again`(_ cause: ConnectorFailure.Cause) {
        #expect(!cause.isWorthRetrying)
    }

    @Test func `a broken rule of the contract keeps its name and its diagnosis`() {
        let breach = Breach(.versionPresent, "\"version\" is missing")
        #expect(ConnectorFailure(breach).description == "version-present: \"version\" is missing")
    }
}
