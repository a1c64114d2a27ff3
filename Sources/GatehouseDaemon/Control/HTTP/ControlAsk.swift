import ControlProtocol

/// A control request as it came in, before anything of it is believed.
struct ControlAsk: Sendable {
    var method: String
    /// As sent, percent-encoded, with the query.
    var target: String
    /// Names in lower case; values of repeated fields joined by a comma.
    var headers: [String: String]
    var body: ByteStream
    var caller: Caller
}

/// What goes back.
struct ControlAnswer: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// Written bit by bit. The writer waits while the caller does not read; cancelled when the caller is gone.
        case stream(@Sendable (inout any AnswerWriter) async throws -> Void)
    }

    var status: Int
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: Body

    /// A whole document. Ends with a line end, so that a terminal's prompt stays on its own line.
    static func document(
        _ bytes: [UInt8],
        type: String = "application/json",
        status: Int = 200
    ) -> ControlAnswer {
        ControlAnswer(status: status, headers: ["content-type": type], body: .bytes(bytes + [UInt8(ascii: "\n")]))
    }
}

/// Where a streamed answer is written.
protocol AnswerWriter {
    /// Returns when the caller's connection has room for more.
    mutating func write(_ bytes: [UInt8]) async throws
}
