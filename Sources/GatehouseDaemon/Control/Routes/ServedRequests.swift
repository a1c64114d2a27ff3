import ControlProtocol
import GatehouseModel

// Decodes requests, with one extension per request.

extension GetStatus: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetWhoAmI: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetClock: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension AcceptClock: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension ListEndpoints: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetEndpoint: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension GetPolicy: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension ApplyPolicy: ServedRequest {
    static let seen = SeenRevision.required
    init(_ parts: RequestParts<Document>) throws {
        guard let base = parts.ifMatch else {
            throw Problem(
                .revisionRequired,
                "replacing the policy needs If-Match with the revision it is based on",
                hint: "read GET /v1/policy and send its ETag as If-Match"
            )
        }
        self.init(document: parts.body.document, comment: parts.body.comment, base: base)
    }
}

extension GetOpenAPI: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension ListCalls: ServedRequest {}

extension GetCall: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension RevealCall: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(id: parts.path[0], reason: parts.body.reason) }
}

extension ListApprovals: ServedRequest {
    static let items: [QueryItem] = [
        QueryItem(name: "state", summary: "Only of this state.", words: ApprovalState.allCases.map(\.rawValue)),
        .filter, .limit, .cursor,
    ]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(
            state: try parts.word("state", ApprovalState.self),
            filter: parts.text("filter"),
            limit: try parts.integer("limit", 1...1000),
            cursor: parts.text("cursor")
        )
    }
}

extension GetApproval: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension TakeApproval: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension ReleaseApproval: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension CommentApproval: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(id: parts.path[0], text: parts.body.text) }
}

extension DecideApprovals: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}

extension UndoDecisions: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(ids: parts.body.ids) }
}

extension ListLists: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetList: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension ListEntries: ServedRequest {
    static let items: [QueryItem] = [
        QueryItem(name: "contains", summary: "Text that the entry contains."), .limit, .cursor,
    ]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(
            name: parts.path[0],
            contains: parts.text("contains"),
            limit: try parts.integer("limit", 1...1000),
            cursor: parts.text("cursor")
        )
    }
}

extension AddEntries: ServedRequest {
    init(_ parts: RequestParts<Body>) {
        self.init(name: parts.path[0], entries: parts.body.entries, dryRun: parts.body.dryRun ?? false)
    }
}

extension RemoveEntries: ServedRequest {
    init(_ parts: RequestParts<Body>) {
        self.init(name: parts.path[0], entries: parts.body.entries, dryRun: parts.body.dryRun ?? false)
    }
}

extension EditEntry: ServedRequest {
    init(_ parts: RequestParts<EntryDraft>) { self.init(name: parts.path[0], entry: parts.body) }
}

extension UndoListChange: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(name: parts.path[0], change: parts.body.change) }
}

extension CheckValue: ServedRequest {
    static let items = [
        QueryItem(name: "value", isRequired: true, summary: "An address, a domain, an IP address, or an entry.")
    ]
    init(_ parts: RequestParts<NoBody>) throws { self.init(value: try parts.required("value")) }
}

extension GetImpact: ServedRequest {
    static let items = [
        QueryItem(name: "entry", isRequired: true, summary: "In the entry notation."),
        QueryItem(name: "days", kind: .integer, summary: "How many days back; default: 7.", range: 1...30),
    ]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(entry: try parts.required("entry"), days: try parts.integer("days", 1...30))
    }
}

extension ListRules: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetRule: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension TestRule: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}

extension CountMatches: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}

extension ListAudit: ServedRequest {}

extension VerifyAudit: ServedRequest {
    static let items: [QueryItem] = [
        QueryItem(name: "against", summary: "A checkpoint from the system log that must be in the chain: NUMBER:HASH.")
    ]
    init(_ parts: RequestParts<NoBody>) { self.init(against: parts.text("against")) }
}

extension FollowPerson: ServedRequest {
    static let items: [QueryItem] = [.limit]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(id: parts.path[0], limit: try parts.integer("limit", 1...1000))
    }
}

extension ListConnectors: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetConnector: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension ProbeConnector: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(name: parts.path[0], step: parts.body.step) }
}

extension ForceConnector: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(name: parts.path[0], reason: parts.body.reason) }
}
