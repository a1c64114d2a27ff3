import ControlProtocol

/// The exit statuses of the CLI. Scripts rely on the numbers.
enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    case failure = 1
    case usage = 2
    case unreachable = 3
    case notPermitted = 4
    case notFound = 5
    case conflict = 6
    case timeOut = 7
    case daemonError = 8
    case partlyDone = 9
}

extension ExitStatus {
    /// The exit status for a problem that the daemon reported.
    init(_ problem: Problem) {
        switch problem.kind {
        case .notLocal, .roleRequired: self = .notPermitted
        case .notFound: self = .notFound
        case .conflict, .alreadyDecided, .takenByAnother, .revisionMismatch, .keyReused, .cancelled: self = .conflict
        case .timeOut, .tooManyStreams: self = .timeOut
        case .malformed, .unknownField, .badFilter, .badCursor, .methodNotAllowed, .keyRequired, .revisionRequired,
            .tooLarge, .unsupportedMediaType, .invalid:
            self = .usage
        case .storageFailed, .stopping, .overloaded, .internal: self = .daemonError
        case nil: self = ExitStatus(httpStatus: problem.status)
        }
    }

    /// The exit status for a kind of problem that this version does not know.
    private init(httpStatus: Int) {
        switch httpStatus {
        case 401, 403: self = .notPermitted
        case 404, 410: self = .notFound
        case 409, 412: self = .conflict
        case 408, 429, 504: self = .timeOut
        case 400..<500: self = .usage
        default: self = .daemonError
        }
    }
}
