import ControlProtocol
import Foundation
import GatehouseModel
import PolicyEngine
import UserFlows

/// Converts connectors and user flows to and from Microsoft Graph's JSON.
enum GraphHandlers {
    @Sendable static func convert(_ request: ImportGraph, _ exchange: Exchange) async throws -> GraphImport {
        guard !request.files.isEmpty, request.files.count <= 256 else {
            throw Problem(.invalid, "\(request.files.count) files cannot be imported at once", hint: "send 1 to 256")
        }
        var reader = GraphReader()
        for file in request.files {
            do throws(GraphProblem) {
                try reader.read(Array(file.content.utf8), file: String(file.name.prefix(200)))
            } catch {
                throw Problem(.invalid, error.description)
            }
        }
        let document = exchange.services.snapshot().document
        // What an earlier import appended stands in the text word for word.
        let present = document.source
        let taken = Set(document.connectors.map(\.name) + document.flows.map(\.name))
        let parts = GraphPolicy(reader.setup, taken: taken, present: present, keepsKeys: request.keepKeys == true)
        return GraphImport(
            document: parts.text,
            connectors: parts.connectors,
            flows: parts.flows,
            notes: parts.notes
        )
    }

    @Sendable static func export(_ request: ExportGraph, _ exchange: Exchange) async throws -> GraphExport {
        let document = exchange.services.snapshot().document
        if let name = request.flow, document.flow(name) == nil { throw FlowRunner.unknown(name) }
        let flows = document.flows.filter { request.flow == nil || $0.name == request.flow }
        let wanted = Set(flows.flatMap(\.steps.values))
        let connectors = document.connectors.filter { request.flow == nil || wanted.contains($0.name) }
        var setup = GraphSetup()
        setup.connectors = connectors.map(GraphConnector.init)
        setup.flows = flows.map { flow in GraphFlow(flow, connectors) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = try encoder.encode(GraphWriter.document(setup))
        return GraphExport(document: String(decoding: text, as: UTF8.self))
    }
}

extension GraphConnector {
    /// The policy stores no Graph ids, so the name is used instead. Graph has no bearer tokens.
    fileprivate init(_ definition: ConnectorDefinition) {
        let authentication: Authentication =
            switch definition.authentication {
            case .basic(let username, _): .basic(username: username)
            case .certificates: .certificates([])
            case .none, .bearer: .none
            }
        self.init(displayName: definition.name, targetUrl: definition.maskedURL, authentication: authentication)
    }
}

extension GraphFlow {
    fileprivate init(_ flow: UserFlow, _ connectors: [ConnectorDefinition]) {
        let isB2C = connectors.contains { flow.steps.values.contains($0.name) && $0.dialect == .entraB2C }
        self.init(
            id: (isB2C ? "B2C_1_" : "B2X_1_") + flow.name,
            isB2C: isB2C,
            identityProviders: flow.identityProviders,
            attributes: flow.attributes,
            steps: flow.steps
        )
    }
}

extension ConnectorDefinition {
    /// The URL with the values of its query masked as Graph masks passwords.
    fileprivate var maskedURL: String {
        let masked = URLMask.covered(url.whole, with: GraphWriter.maskedSecret)
        let names = query.map { "\($0.name)=\(GraphWriter.maskedSecret)" }.joined(separator: "&")
        return names.isEmpty ? masked : masked + (masked.contains("?") ? "&" : "?") + names
    }
}
