/// What a Unix user may do through the control protocol; each role includes the ones before it.
package enum Role: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Reads everything, with people masked.
    case viewer
    /// Also sees people and decides approvals, and edits lists.
    case approver
    /// Everything.
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
