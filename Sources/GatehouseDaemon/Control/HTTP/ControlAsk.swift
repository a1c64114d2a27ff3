import ControlProtocol

/// A control request as received, before any check.
struct ControlAsk: Sendable {
    var method: String
    /// As sent, percent-encoded, with the query.
    var target: String
    /// Names in lower case; values of repeated fields joined by a comma.
    var headers: [String: String]
    var body: ByteStream
    var caller: Caller
}

/// The answer to a control request.
struct ControlAnswer: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// A streamed body. Writing waits while the caller does not read, and is cancelled when the caller disconnects.
        case stream(@Sendable (inout any AnswerWriter) async throws -> Void)
    }

    var status: Int
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: Body

    /// A complete document. Ends with a line end, so that a terminal's prompt begins on a new line.
    static func document(
        _ bytes: [UInt8],
        type: String = "application/json",
        status: Int = 200
    ) -> ControlAnswer {
        ControlAnswer(status: status, headers: ["content-type": type], body: .bytes(bytes + [UInt8(ascii: "\n")]))
    }
}

/// The destination of a streamed answer.
protocol AnswerWriter {
    /// Returns when the connection can take more.
    mutating func write(_ bytes: [UInt8]) async throws
}
