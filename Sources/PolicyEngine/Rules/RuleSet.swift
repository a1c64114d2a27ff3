import CEL
package import GatehouseModel

/// All rules of a policy, compiled once per revision and shared by its snapshots.
package final class RuleSet: Sendable {
    package let rules: [CompiledRule]
    package let host: ExpressionHost
    /// The active rules of each endpoint, in order.
    private let byEndpoint: [String: RuleSequence]
    private let everywhere: RuleSequence
    /// The `unless` condition of each endpoint.
    private let exemptions: [String: Condition]

    package static let empty = RuleSet(rules: [], endpoints: [], exemptions: [:], host: ExpressionHost(lists: []))

    /// - Parameter exemptions: the endpoints' `unless`.
    init(rules: [CompiledRule], endpoints: [String], exemptions: [String: Condition], host: ExpressionHost) {
        self.rules = rules
        self.host = host
        self.exemptions = exemptions
        let awake = rules.filter { $0.definition.mode != .off }
        everywhere = RuleSequence(awake.filter(\.definition.endpoints.isEmpty))
        byEndpoint = Dictionary(
            uniqueKeysWithValues: endpoints.map { endpoint in
                (endpoint, RuleSequence(awake.filter { $0.looks(at: endpoint) }))
            }
        )
    }

    /// The rules of a policy whose endpoints' expressions are known to compile.
    convenience init(_ rules: [CompiledRule], _ endpoints: [Endpoint], host: ExpressionHost) {
        var exemptions: [String: Condition] = [:]
        for endpoint in endpoints {
            exemptions[endpoint.name] = endpoint.unless.flatMap { try? host.condition($0, as: "unless") }
        }
        self.init(rules: rules, endpoints: endpoints.map(\.name), exemptions: exemptions, host: host)
    }

    package var definitions: [RuleDefinition] { rules.map(\.definition) }

    /// The rules that apply to calls of an endpoint, in order.
    func rules(for endpoint: String) -> RuleSequence { byEndpoint[endpoint] ?? everywhere }

    /// The rules and endpoints that use a table.
    package func users(ofTable table: String) -> [TableUser] {
        rules.filter { $0.tables.contains(table) }.map { TableUser($0.name, of: table, $0.programs) }
            + exemptions.sorted { $0.key < $1.key }.filter { Lookup.names(in: [$0.value.program]).contains(table) }
            .map { TableUser("unless of \($0.key)", of: table, [$0.value.program]) }
    }

    func exemption(at endpoint: String) -> Condition? { exemptions[endpoint] }
}

extension RuleSet: Hashable {
    package static func == (left: RuleSet, right: RuleSet) -> Bool {
        left === right || left.definitions == right.definitions
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(definitions) }
}
