package import GatehouseModel
package import NIOCore
import PolicyEngine

/// A call that is known to be new, or to repeat an earlier one.
package final class RecognisedCall: Sendable {
    package let decoded: DecodedCall
    /// The call that this one repeats.
    package let retryOf: CallID?
    /// The code shown to the person. A retry shows the code of its first call.
    package let code: ReferenceCode
    let key: RetryTable.Key

    package init(_ decoded: DecodedCall, id: CallID, at now: NIODeadline, in retries: RetryTable) {
        self.decoded = decoded
        let endpoint = decoded.endpoint.definition.name
        key =
            decoded.retryKey.map { RetryTable.Key(endpoint: endpoint, mark: $0) }
            ?? RetryTable.Key(endpoint: endpoint, claims: decoded.claims)
        switch retries.recognise(key, id: id, at: now) {
        case .first:
            retryOf = nil
            code = id.code
        case .retry(let first):
            retryOf = first
            code = first.code
        }
    }

    /// Runs `then` immediately for a new call; for a retry, when the call that it repeats is answered.
    func whenFirstIsDone(in retries: RetryTable, on desk: OpenCalls, then: @escaping @Sendable () -> Void) {
        guard retryOf != nil else { return then() }
        retries.afterFirst(of: key) { desk.post(then) }
    }
}
