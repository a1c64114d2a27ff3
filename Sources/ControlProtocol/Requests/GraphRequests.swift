import GatehouseModel

/// Converts a tenant's connectors and user flows from Microsoft Graph's format into parts of a policy. Changes nothing.
package struct ImportGraph: ControlRequest {
    package typealias Reply = GraphImport
    package static let route = Route(
        .post,
        "/v1/graph/import",
        .viewer,
        "Turn Graph's JSON of connectors and user flows into TOML for the policy. Changes nothing.",
        isQuestion: true
    )

    /// The body.
    package struct Body: Codable, Sendable {
        package var files: [File]
        /// Whether keys stay in the URLs; by default false.
        package var keepKeys: Bool?
    }

    /// One file of Graph's JSON.
    package struct File: Codable, Sendable, Hashable {
        /// For messages.
        package var name: String
        package var content: String

        package init(name: String, content: String) {
            self.name = name
            self.content = content
        }
    }

    package var files: [File]
    package var keepKeys: Bool?

    package init(files: [File], keepKeys: Bool? = nil) {
        self.files = files
        self.keepKeys = keepKeys
    }

    package var body: (any Encodable & Sendable)? { Body(files: files, keepKeys: keepKeys) }
}

/// Parts of a policy, converted from Graph's JSON.
package struct GraphImport: Codable, Sendable, Hashable {
    /// TOML to append to the policy.
    package var document: String
    /// The names of the connectors and flows in it.
    package var connectors: [String]
    package var flows: [String]
    /// What was not converted, and what must be done by hand.
    package var notes: [String]

    package init(document: String, connectors: [String], flows: [String], notes: [String]) {
        self.document = document
        self.connectors = connectors
        self.flows = flows
        self.notes = notes
    }
}

/// The policy's connectors and user flows in Microsoft Graph's format; secrets are masked.
package struct ExportGraph: ControlRequest {
    package typealias Reply = GraphExport
    package static let route = Route(
        .get,
        "/v1/graph/export",
        .approver,
        "Connectors and user flows in the shapes of Microsoft Graph."
    )

    /// Only this flow and its connectors.
    package var flow: String?
    package init(flow: String? = nil) { self.flow = flow }
    package var query: [(name: String, value: String)] { pairs(("flow", flow)) }
}

/// Connectors and user flows in Graph's format.
package struct GraphExport: Codable, Sendable, Hashable {
    /// JSON as a text, because its members have Graph's names and not those of this protocol.
    package var document: String
    package init(document: String) { self.document = document }
}
