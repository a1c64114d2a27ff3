/// An applied policy, without its text.
package struct PolicyRevisionSummary: Sendable, Hashable, Codable, Identifiable {
    /// The maximum size of a policy document, in UTF-8 bytes.
    package static let documentLimit = 1 << 20

    package var id: Int { revision }
    /// 1, 2, 3, …
    package var revision: Int
    package var applied: Timestamp
    package var user: String
    package var comment: String?

    package init(revision: Int, applied: Timestamp, user: String, comment: String? = nil) {
        self.revision = revision
        self.applied = applied
        self.user = user
        self.comment = comment
    }
}
