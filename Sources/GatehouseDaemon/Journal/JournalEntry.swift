package import GatehouseModel
package import NIOCore

/// Everything the journal stores about one call.
///
/// Creating one is cheap: it is encoded on the writer's thread.
package struct JournalEntry: Sendable {
    package var call: CallSummary
    package var trace: Trace
    /// The request's body as received; empty for refused calls, whose bodies are not stored.
    package var request: ByteBuffer
    /// The response's body as sent.
    package var response: [UInt8]
    /// The message to the user.
    package var message: String?
    /// For a refused call: what was wrong with it.
    package var problem: String?
    /// The address that connected, without port.
    package var client: String?
    /// The approval request that this call created or found; the call can be found by it too.
    package var approval: ReferenceCode?
    /// The monotonic time when the request was complete. If set, the duration is measured when the call is written, so
    /// that waiting for the disk counts. Only the commit of the call itself cannot be included.
    package var start: NIODeadline?

    package init(
        call: CallSummary,
        trace: Trace = Trace(),
        request: ByteBuffer = ByteBuffer(),
        response: [UInt8] = [],
        message: String? = nil,
        problem: String? = nil,
        client: String? = nil,
        approval: ReferenceCode? = nil
    ) {
        self.call = call
        self.trace = trace
        self.request = request
        self.response = response
        self.message = message
        self.problem = problem
        self.client = client
        self.approval = approval
    }

    /// The call with its duration until now, if its start is known.
    func measured() -> CallSummary {
        guard let start else { return call }
        var call = call
        call.tookMs = Double((NIODeadline.now() - start).nanoseconds / 1000) / 1000
        return call
    }

    /// The approximate size in the file, in bytes.
    var weight: Int { 400 + request.readableBytes + response.count }
}
