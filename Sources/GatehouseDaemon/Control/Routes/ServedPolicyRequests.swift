import ControlProtocol
import GatehouseModel

// Decodes the requests about policies and drafts, with one extension per request.

extension ListRevisions: ServedRequest {
    static let items: [QueryItem] = [.limit, .cursor]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(limit: try parts.integer("limit", 1...1000), cursor: parts.text("cursor"))
    }
}

extension GetRevision: ServedRequest {
    init(_ parts: RequestParts<NoBody>) throws {
        guard let number = Int(parts.path[0]), number > 0 else {
            throw Problem(.malformed, "a revision is a whole number above 0")
        }
        self.init(number: number)
    }
}

extension RollBackPolicy: ServedRequest {
    static let seen = SeenRevision.required
    init(_ parts: RequestParts<Body>) throws {
        guard let base = parts.ifMatch else {
            throw Problem(
                .revisionRequired,
                "a roll-back needs If-Match with the revision in force",
                hint: "read GET /v1/policy and send its ETag as If-Match"
            )
        }
        self.init(revision: parts.body.revision, comment: parts.body.comment, base: base)
    }
}

extension CheckPolicy: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(document: parts.body.document) }
}

extension DiffPolicy: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}

extension ListDrafts: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init() }
}

extension GetDraft: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension SaveDraft: ServedRequest {
    static let seen = SeenRevision.optional
    init(_ parts: RequestParts<Body>) {
        self.init(
            name: parts.path[0],
            document: parts.body.document,
            base: parts.body.base,
            edition: parts.ifMatch
        )
    }
}

extension EditDraft: ServedRequest {
    static let seen = SeenRevision.optional
    init(_ parts: RequestParts<Body>) {
        self.init(name: parts.path[0], edits: parts.body.edits, edition: parts.ifMatch)
    }
}

extension DiscardDraft: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(name: parts.path[0]) }
}

extension StartSimulation: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}

extension GetSimulation: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension CancelSimulation: ServedRequest {
    init(_ parts: RequestParts<NoBody>) { self.init(id: parts.path[0]) }
}

extension ListFlips: ServedRequest {
    static let items: [QueryItem] = [
        QueryItem(name: "from", summary: "The outcome now.", words: Outcome.allCases.map(\.rawValue)),
        QueryItem(name: "to", summary: "The outcome under the draft.", words: Outcome.allCases.map(\.rawValue)),
        QueryItem(name: "decided_by", summary: "What decides under the draft: `rule:postal code`."),
        .limit, .cursor,
    ]
    init(_ parts: RequestParts<NoBody>) throws {
        self.init(
            id: parts.path[0],
            from: try parts.word("from", Outcome.self),
            to: try parts.word("to", Outcome.self),
            decidedBy: parts.text("decided_by"),
            limit: try parts.integer("limit", 1...1000),
            cursor: parts.text("cursor")
        )
    }
}

extension ReplayCalls: ServedRequest {
    init(_ parts: RequestParts<Body>) { self.init(parts.body) }
}
