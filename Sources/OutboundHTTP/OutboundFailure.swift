/// Why no complete reply arrived.
package struct OutboundFailure: Error, Sendable, Hashable {
    package var cause: Cause
    /// For an admin: what was wrong, where, and what to do. Never shown to the user.
    package var sentence: String

    package init(_ cause: Cause, _ sentence: String) {
        self.cause = cause
        self.sentence = sentence
    }

    /// The raw value is the stable name in scripts and the journal.
    package enum Cause: String, Sendable, Hashable, CaseIterable {
        /// None of the client certificates is valid now.
        case noCertificate = "no-certificate"
        /// The name has no address.
        case nameNotFound = "name-not-found"
        /// The egress guard blocks every address.
        case addressClosed = "address-closed"
        case connection
        /// TLS failed: the certificate is not trusted or for another name, or there is no common version.
        case tls
        /// No complete reply in time.
        case timeout
        /// The connection ended before the reply did.
        case replyCut = "reply-cut"
        /// The reply is not HTTP.
        case notHTTP = "not-http"
        case replyTooLarge = "reply-too-large"

        /// Whether a retry may help.
        package var isWorthRetrying: Bool {
            switch self {
            case .nameNotFound, .connection, .tls, .timeout, .replyCut: true
            case .noCertificate, .addressClosed, .notHTTP, .replyTooLarge: false
            }
        }
    }
}
