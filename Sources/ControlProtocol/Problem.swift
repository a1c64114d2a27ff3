package import GatehouseModel

/// Why a request failed: `application/problem+json` (RFC 9457).
package struct Problem: Error, Codable, Sendable, Hashable {
    /// A stable identifier: `tag:gatehouse,2026:<kind>`.
    package var type: String
    package var title: String
    package var status: Int
    /// What was wrong, and where.
    package var detail: String
    /// What to do about it.
    package var hint: String?
    /// The current state of the thing, for 409 and 412.
    package var current: JSONValue?

    package init(_ kind: Kind, _ detail: String, hint: String? = nil, current: JSONValue? = nil) {
        self.type = "tag:gatehouse,2026:" + kind.rawValue
        self.title = kind.title
        self.status = kind.status
        self.detail = detail
        self.hint = hint
        self.current = current
    }

    /// The kind; nil if this version does not know it.
    package var kind: Kind? { Kind(rawValue: String(type.split(separator: ":").last ?? "")) }

    package enum Kind: String, Sendable, CaseIterable {
        case malformed
        case unknownField = "unknown-field"
        case badFilter = "bad-filter"
        case badCursor = "bad-cursor"
        case notLocal = "not-local"
        case roleRequired = "role-required"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case conflict
        case alreadyDecided = "already-decided"
        case takenByAnother = "taken-by-another"
        case revisionMismatch = "revision-mismatch"
        case revisionRequired = "revision-required"
        case keyRequired = "idempotency-key-required"
        case keyReused = "idempotency-key-reused"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case invalid
        case tooManyStreams = "too-many-streams"
        case timeOut = "time-out"
        case cancelled
        case storageFailed = "storage-failed"
        case stopping
        case overloaded
        case `internal`

        /// The HTTP status for the kind.
        package var status: Int {
            switch self {
            case .malformed, .unknownField, .badFilter, .badCursor, .keyRequired: 400
            case .notLocal, .roleRequired: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .timeOut: 408
            case .conflict, .alreadyDecided, .takenByAnother, .cancelled: 409
            case .revisionMismatch: 412
            case .tooLarge: 413
            case .unsupportedMediaType: 415
            case .invalid, .keyReused: 422
            case .revisionRequired: 428
            case .tooManyStreams: 429
            case .internal, .storageFailed: 500
            case .stopping, .overloaded: 503
            }
        }

        /// A fixed short sentence for people.
        package var title: String {
            switch self {
            case .malformed: "The request cannot be read"
            case .unknownField: "The request has a member that is not known"
            case .badFilter: "The filter cannot be read"
            case .badCursor: "The cursor is not one of ours"
            case .notLocal: "Only local programs may ask"
            case .roleRequired: "Your role does not permit this"
            case .notFound: "There is no such thing"
            case .methodNotAllowed: "The path does not know this method"
            case .conflict: "Something else changed it"
            case .alreadyDecided: "Somebody has decided already"
            case .takenByAnother: "Somebody else has taken it"
            case .revisionMismatch: "It changed since you read it"
            case .revisionRequired: "Say which revision you have seen"
            case .keyRequired: "The change needs an Idempotency-Key"
            case .keyReused: "The Idempotency-Key belongs to another request"
            case .tooLarge: "The request is too large"
            case .unsupportedMediaType: "The body has the wrong media type"
            case .invalid: "The request cannot be done as it stands"
            case .tooManyStreams: "Too many open streams"
            case .timeOut: "The request took too long"
            case .cancelled: "The work was cancelled"
            case .storageFailed: "The store cannot write"
            case .stopping: "The daemon is stopping"
            case .overloaded: "The daemon has too much to do"
            case .internal: "Something of ours went wrong"
            }
        }
    }
}
