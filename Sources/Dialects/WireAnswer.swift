/// An answer ready to be sent as `application/json`.
package struct WireAnswer: Sendable, Hashable {
    /// The HTTP status.
    package var status: Int
    package var body: [UInt8]
    /// What the wire could not carry and what became of it; for the trace.
    package var notes: [String]

    package init(status: Int, body: [UInt8], notes: [String] = []) {
        self.status = status
        self.body = body
        self.notes = notes
    }
}
