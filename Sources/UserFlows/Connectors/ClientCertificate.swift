package import GatehouseModel

/// One client certificate of a connector, with its key.
package struct ClientCertificate: Sendable, Hashable {
    /// The file it was read from, for messages.
    package var file: String
    /// The leaf first, then what lies between it and a root.
    package var chainPEM: [UInt8]
    /// Unencrypted.
    package var keyPEM: [UInt8]
    /// When it was added to the connector; later ones win.
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

    /// Whether it may be presented.
    package func isValid(at now: Timestamp) -> Bool { notBefore <= now && now < notAfter }
}

extension [ClientCertificate] {
    /// The most recently uploaded one that is already valid and not expired, as Microsoft documents for connectors; of
    /// two uploaded at the same moment, the later in the list.
    package func current(at now: Timestamp) -> ClientCertificate? {
        enumerated().filter { $0.element.isValid(at: now) }
            .max { ($0.element.uploaded, $0.offset) < ($1.element.uploaded, $1.offset) }?.element
    }
}
