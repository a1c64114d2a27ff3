import GatehouseModel
import TerminalUI

/// The expiry of a client certificate.
struct Certificate: Sendable, Hashable {
    /// Early enough to upload the next certificate while both are valid.
    static let alarmAhead = Duration.seconds(30 * 86_400)

    private let expires: Timestamp?
    private let left: Duration

    init(_ expires: Timestamp?, now: Timestamp) {
        self.expires = expires
        left = expires?.since(now) ?? .zero
    }

    var isAlarming: Bool { expires != nil && left <= Self.alarmAhead }

    var role: TerminalUI.Role {
        guard isAlarming else { return .dim }
        return left <= .zero ? .error : .warn
    }

    /// For a column: `▲ in 12d`, `▲ EXPIRED`, `in 300d`, `-`.
    var short: String {
        guard expires != nil else { return "-" }
        guard left > .zero else { return "▲ EXPIRED" }
        return (isAlarming ? "▲ in " : "in ") + Words.age(left)
    }
}
