package import GatehouseModel

/// Writes connectors and flows in Graph's format. Secrets are masked as Graph masks them.
package enum GraphWriter {
    /// The replacement for a secret.
    package static let maskedSecret = GraphWords.maskedPassword

    /// One object with both collections, each in Graph's own shapes; `GraphReader` reads it back.
    package static func document(_ setup: GraphSetup) -> JSONValue {
        [
            "identityApiConnectors": .object(["value": .array(setup.connectors.map(connector))]),
            "userFlows": .object(["value": .array(setup.flows.map { flow($0, setup.connectors) })]),
        ]
    }

    private static func connector(_ connector: GraphConnector) -> JSONValue {
        var members: [String: JSONValue] = [
            "@odata.type": .string(GraphWords.connector), "displayName": .string(connector.displayName),
            "targetUrl": .string(connector.targetUrl),
        ]
        members["id"] = connector.id.map { .string($0) }
        members["authenticationConfiguration"] = authentication(connector.authentication)
        return .object(members)
    }

    private static func authentication(_ authentication: GraphConnector.Authentication) -> JSONValue? {
        switch authentication {
        case .none: nil
        case .basic(let username):
            [
                "@odata.type": .string(GraphWords.basic), "username": .string(username),
                "password": .string(GraphWords.maskedPassword),
            ]
        case .certificates(let list):
            [
                "@odata.type": .string(GraphWords.certificates),
                "certificateList": .array(
                    list.map { certificate in
                        [
                            "thumbprint": .string(certificate.thumbprint),
                            "notBefore": .int(certificate.notBefore.milliseconds / 1000),
                            "notAfter": .int(certificate.notAfter.milliseconds / 1000),
                            "isActive": .bool(certificate.isActive),
                        ]
                    }
                ),
            ]
        }
    }

    private static func flow(_ flow: GraphFlow, _ connectors: [GraphConnector]) -> JSONValue {
        var steps: [String: JSONValue] = [:]
        for (step, member) in GraphWords.steps {
            guard let name = flow.steps[step] else { continue }
            let known = connectors.first { $0.id == name || $0.displayName == name }
            steps[member] = known.map(connector) ?? .object(["displayName": .string(name)])
        }
        return [
            "@odata.type": .string(flow.isB2C ? GraphWords.b2c : GraphWords.b2x), "id": .string(flow.id),
            "userFlowType": .string(GraphWords.userFlowType), "userFlowTypeVersion": 1,
            "userFlowIdentityProviders": .array(flow.identityProviders.map(provider)),
            "userAttributeAssignments": .array(flow.attributes.map(attribute)),
            "apiConnectorConfiguration": .object(steps),
        ]
    }

    private static func provider(_ issuer: String) -> JSONValue {
        guard let known = GraphWords.providers.first(where: { $0.issuer == issuer }) else {
            return ["displayName": .string(issuer)]
        }
        return [
            "@odata.type": "#microsoft.graph.builtInIdentityProvider", "id": .string(known.id),
            "identityProviderType": .string(known.type),
        ]
    }

    private static func attribute(_ attribute: UserFlow.Attribute) -> JSONValue {
        [
            "id": .string(attribute.name), "displayName": .string(attribute.label ?? attribute.name),
            "isOptional": .bool(!attribute.isRequired),
            "userAttribute": .object([
                "id": .string(attribute.name), "dataType": .string(GraphWords.type(attribute.kind)),
            ]),
        ]
    }
}
