/// Why a request to the daemon failed.
package enum ControlError: Error, Sendable, Hashable {
    /// No daemon is listening at the socket.
    case unreachable(socket: String, detail: String)
    /// The socket exists, but this user may not open it. `group` is the group to join, if known.
    case notPermitted(socket: String, group: String?)
    /// No answer in time. A change may or may not have been made; sending it again with the same key is safe.
    case timeOut
    /// The connection ended before the answer was complete.
    case interrupted(detail: String)
    /// The daemon refused the request and says why.
    case problem(Problem)
    /// The answer has a form that this version does not understand.
    case unreadable(detail: String)
    /// The caller's task was cancelled.
    case cancelled

    /// The daemon's refusal, if it is one.
    package var problem: Problem? {
        guard case .problem(let problem) = self else { return nil }
        return problem
    }
}

extension ControlError: CustomStringConvertible {
    /// What failed, and what to do about it. Contains outside text: escape it before printing it on a terminal.
    package var description: String {
        switch self {
        case .unreachable(let socket, let detail):
            "cannot reach gatehoused at \(socket): \(detail); start it, or name its socket with --socket"
        case .notPermitted(let socket, let group?):
            "not permitted to open \(socket); join its group with: sudo usermod -aG \(group) \"$USER\" "
                + "and log in again"
        case .notPermitted(let socket, nil):
            "not permitted to open \(socket); ask its owner for access"
        case .timeOut:
            "gatehoused did not answer in time; ask again"
        case .interrupted(let detail):
            "the connection to gatehoused broke: \(detail); ask again"
        case .problem(let problem):
            ([problem.title + ": " + problem.detail] + (problem.hint.map { [$0] } ?? [])).joined(separator: "; ")
        case .unreadable(let detail):
            "cannot read gatehoused's answer: \(detail); are both of the same version?"
        case .cancelled:
            "cancelled"
        }
    }
}
