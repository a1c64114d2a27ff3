package import GatehouseModel
package import NIOCore

/// Everything the journal keeps of one call.
///
/// Filling one is cheap: it is encoded on the writer's thread.
package struct JournalEntry: Sendable {
    package var call: CallSummary
    package var trace: Trace
    /// The request's body as it came; empty for refused calls, whose bodies are not kept.
    package var request: ByteBuffer
    /// The response's body as it was sent.
    package var response: [UInt8]
    /// What the person was told.
    package var message: String?
    /// For a refused call: what was wrong with it.
    package var problem: String?
    /// The address that connected, without port.
    package var client: String?
    /// The approval this call asked for or met; it finds the call too.
    package var approval: ReferenceCode?
    /// When the request was complete, on the monotonic clock; what it took is then measured when the call is written,
    /// so that waiting for the disk counts. Only the last wait, for this call's own commit, cannot be in its row.
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

    /// The call with what it has taken until now, where its start is known.
    func measured() -> CallSummary {
        guard let start else { return call }
        var call = call
        call.tookMs = Double((NIODeadline.now() - start).nanoseconds / 1000) / 1000
        return call
    }

    /// The bytes it will take in the file, roughly.
    var weight: Int { 400 + request.readableBytes + response.count }
}
