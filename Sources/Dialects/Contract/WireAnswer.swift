/// An answer to be sent as `application/json`.
package struct WireAnswer: Sendable, Hashable {
    /// The HTTP status.
    package var status: Int
    package var body: [UInt8]
    /// What the wire format could not express, and how it was replaced; for the trace.
    package var notes: [String]

    package init(status: Int, body: [UInt8], notes: [String] = []) {
        self.status = status
        self.body = body
        self.notes = notes
    }
}
