package import GatehouseModel

/// A client certificate of a connector, with its key.
package struct ClientCertificate: Sendable, Hashable {
    /// The file it was read from, for messages.
    package var file: String
    /// The leaf certificate first, then any intermediate certificates.
    package var chainPEM: [UInt8]
    /// The unencrypted private key.
    package var keyPEM: [UInt8]
    /// When it was added to the connector; the latest one is used.
    package var uploaded: Timestamp
    package var subject: String
    package var notBefore: Timestamp
    package var notAfter: Timestamp

    package init(
        file: String,
        chainPEM: [UInt8],
        keyPEM: [UInt8],
        uploaded: Timestamp,
        subject: String,
        notBefore: Timestamp,
        notAfter: Timestamp
    ) {
        self.file = file
        self.chainPEM = chainPEM
        self.keyPEM = keyPEM
        self.uploaded = uploaded
        self.subject = subject
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// Whether it is valid at that time.
    package func isValid(at now: Timestamp) -> Bool { notBefore <= now && now < notAfter }
}

extension [ClientCertificate] {
    /// The most recently uploaded certificate that is valid now, as Microsoft documents for connectors. Of two uploaded
    /// at the same time, the later in the list.
    package func current(at now: Timestamp) -> ClientCertificate? {
        enumerated().filter { $0.element.isValid(at: now) }
            .max { ($0.element.uploaded, $0.offset) < ($1.element.uploaded, $1.offset) }?.element
    }
}
