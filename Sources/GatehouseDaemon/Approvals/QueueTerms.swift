/// What a queue promises its applicants and asks of its approvers.
package struct QueueTerms: Sendable, Hashable {
    /// When a denied applicant may ask again.
    package enum ReRequest: Sendable, Hashable {
        case never
        /// This long after the denial.
        case after(Duration)
        case always
    }

    package var name: String
    /// How long a request waits before it expires.
    package var expiresAfter: Duration
    package var reRequest: ReRequest
    /// How many different people must approve: 1 or 2.
    package var quorum: Int

    package init(
        name: String,
        expiresAfter: Duration = .seconds(14 * 86_400),
        reRequest: ReRequest = .never,
        quorum: Int = 1
    ) {
        self.name = name
        self.expiresAfter = expiresAfter
        self.reRequest = reRequest
        self.quorum = quorum
    }
}
