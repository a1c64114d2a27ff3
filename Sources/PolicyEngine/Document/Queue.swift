import StrictTOML

/// A named approval queue.
package struct Queue: Sendable, Hashable, Named {
    package var name: String
    /// The time after which an undecided request expires.
    package var expiresAfter: Duration
    package var reRequest: ReRequest
    /// Shown while a request is pending; nil for the stock text.
    package var pendingMessage: LocalizedMessage?
    /// Shown after a denial without a message of its own; nil for the stock text.
    package var deniedMessage: LocalizedMessage?
    /// The time in which a request should be decided; nil if there is no target.
    package var sla: Duration?
    /// The number of different people who must approve.
    package var quorum: Int

    /// Whether a denied applicant may ask again.
    package enum ReRequest: Sendable, Hashable {
        case never
        case always
        case after(Duration)
    }

    package init(
        name: String,
        expiresAfter: Duration = .seconds(14 * 86_400),
        reRequest: ReRequest = .never,
        pendingMessage: LocalizedMessage? = nil,
        deniedMessage: LocalizedMessage? = nil,
        sla: Duration? = nil,
        quorum: Int = 1
    ) {
        self.name = name
        self.expiresAfter = expiresAfter
        self.reRequest = reRequest
        self.pendingMessage = pendingMessage
        self.deniedMessage = deniedMessage
        self.sla = sla
        self.quorum = quorum
    }
}

extension Queue {
    init(_ table: StrictTable) throws(TOMLProblem) {
        self.init(name: try table.requirePathName())
        let longest: Duration = .seconds(3650 * 86_400)
        if let time = try table.duration("expires-after", in: .seconds(60)...longest) { expiresAfter = time }
        if let text = try table.string("re-request") {
            guard let word = ReRequest(notation: text) else {
                throw table.problem(
                    "re-request",
                    "re-request = \(text.quoted()) does not exist",
                    remedy: "write \"never\", \"always\" or \"after 30d\""
                )
            }
            reRequest = word
        }
        pendingMessage = try table.message("pending-message")
        deniedMessage = try table.message("denied-message")
        sla = try table.duration("sla", in: .seconds(60)...longest)
        quorum = try table.integer("quorum", in: 1...2) ?? quorum
    }
}

extension Queue.ReRequest {
    /// `never`, `always` or `after 30d`.
    init?(notation: String) {
        switch notation {
        case "never": self = .never
        case "always": self = .always
        default:
            guard notation.hasPrefix("after "), let time = Duration(notation: String(notation.dropFirst(6))) else {
                return nil
            }
            self = .after(time)
        }
    }
}

extension StrictTable {
    /// A duration within `range`, or nil if the key is absent.
    func duration(_ key: String, in range: ClosedRange<Duration>) throws(TOMLProblem) -> Duration? {
        guard let time = try duration(key) else { return nil }
        guard range.contains(time) else {
            let remedy = "write something from \(range.lowerBound.notation) to \(range.upperBound.notation)"
            throw problem(key, "\(key) = \(time.notation.quoted()) is out of range", remedy: remedy)
        }
        return time
    }
}
