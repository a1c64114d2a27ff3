/// The permissions of a Unix user at the control protocol; each role includes the ones before it.
package enum Role: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Reads everything, with personal data masked.
    case viewer
    /// Also sees personal data, decides approval requests and edits lists.
    case approver
    /// May do everything.
    case admin

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .approver: 1
        case .admin: 2
        }
    }

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}
