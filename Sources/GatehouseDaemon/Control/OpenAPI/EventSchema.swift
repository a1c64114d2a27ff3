import GatehouseModel

/// The schema of an event. An event decodes itself by its type, so it cannot be probed.
enum EventSchema {
    static var schema: Schema {
        .oneOf([
            of("hello", "hello", probe(Event.Hello.self)), of("call", "call", probe(CallSummary.self)),
            of("approval", "approval", probe(Approval.self)), of("list", "list", probe(ListSummary.self)),
            of("policy", "policy", probe(PolicyRevisionSummary.self)), of("sign_up", "sign_up", probe(SignUp.self)),
            of("status", "status", probe(DaemonStatus.self)), of("gap", "gap", probe(Event.Gap.self)),
            of("heartbeat", nil, .any), of("goodbye", nil, .any),
        ])
    }

    private static func of(_ type: String, _ member: String?, _ content: Schema) -> Schema {
        var members: [Schema.Member] = [
            .init(name: "sequence", schema: .integer, isRequired: true),
            .init(name: "time", schema: .string(format: "date-time"), isRequired: true),
            .init(name: "type", schema: .words([type]), isRequired: true),
        ]
        if let member { members.append(.init(name: member, schema: content, isRequired: true)) }
        return .object(.init(name: "Event." + type, members: members))
    }

    /// A type that cannot be probed fails the test that checks every route.
    private static func probe<Value: Decodable>(_ type: Value.Type) -> Schema {
        (try? SchemaProbe.schema(of: type)) ?? .any
    }
}
