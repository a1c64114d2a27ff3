package import GatehouseModel
package import StrictTOML

/// The policy as written: everything an admin can change at run time, except the entries of lists.
package struct PolicyDocument: Sendable, Hashable {
    package var credentials: [Credential]
    package var queues: [Queue]
    package var endpoints: [Endpoint]
    package var lists: [PolicyList]
    package var tables: [PolicyTable]
    package var connectors: [ConnectorDefinition]
    package var flows: [UserFlow]
    /// The types that the policy declares for claims.
    package var claimTypes: [ClaimType]
    /// The compiled rules, and the endpoints' `unless` conditions.
    package let ruleSet: RuleSet
    /// The text it was parsed from, for export.
    package var source: String

    /// The maximum number of parts of each kind.
    package static let countLimit = 256
    /// The maximum number of rules; every call may have to check each of them.
    package static let ruleLimit = 1000

    /// A policy without any parts: no endpoint answers.
    package static let empty = PolicyDocument(credentials: [], queues: [], endpoints: [], lists: [], source: "")

    package init(
        credentials: [Credential],
        queues: [Queue],
        endpoints: [Endpoint],
        lists: [PolicyList],
        tables: [PolicyTable] = [],
        connectors: [ConnectorDefinition] = [],
        flows: [UserFlow] = [],
        claimTypes: [ClaimType] = [],
        ruleSet: RuleSet = .empty,
        source: String
    ) {
        self.credentials = credentials
        self.queues = queues
        self.endpoints = endpoints
        self.lists = lists
        self.tables = tables
        self.connectors = connectors
        self.flows = flows
        self.claimTypes = claimTypes
        self.ruleSet = ruleSet
        self.source = source
    }

    package func credential(_ name: String) -> Credential? { credentials.first { $0.name == name } }
    package func queue(_ name: String) -> Queue? { queues.first { $0.name == name } }
    package func endpoint(_ name: String) -> Endpoint? { endpoints.first { $0.name == name } }
    package func list(_ name: String) -> PolicyList? { lists.first { $0.name == name } }
    package func table(_ name: String) -> PolicyTable? { tables.first { $0.name == name } }
    package func connector(_ name: String) -> ConnectorDefinition? { connectors.first { $0.name == name } }
    package func flow(_ name: String) -> UserFlow? { flows.first { $0.name == name } }

    /// The rules, in order.
    package var rules: [RuleDefinition] { ruleSet.definitions }
    package func rule(_ name: String) -> RuleDefinition? { ruleSet.rules.first { $0.name == name }?.definition }
}

extension PolicyDocument {
    /// Parses a policy.
    ///
    /// - Parameter file: the name for messages; nothing is opened.
    /// - Throws: `TOMLProblem` for the first problem.
    package static func parse(_ text: String, file: String) throws(TOMLProblem) -> PolicyDocument {
        let reading = read(text, file: file)
        if let first = reading.problems.first { throw first }
        return reading.document
    }

    /// Reads as much of a policy as possible. Invalid parts are left out, with a problem for each.
    ///
    /// - Parameter columns: the columns of tables whose rows have been imported. An expression that reads any other
    ///   column of them is a problem.
    package static func read(_ text: String, file: String, columns: [String: [String]] = [:]) -> Reading {
        do throws(TOMLProblem) {
            return read(
                try StrictTable(
                    TOMLDocument(text, file: file, sizeLimit: PolicyRevisionSummary.documentLimit),
                    file: file
                ),
                text,
                columns
            )
        } catch {
            return Reading(document: .empty, problems: [error])
        }
    }

    private static func read(_ top: StrictTable, _ text: String, _ columns: [String: [String]]) -> Reading {
        var parts = PartReader(top)
        let connectors = parts.read("connector", ConnectorDefinition.init)
        let names = PolicyNames(
            credentials: parts.names("credential"),
            queues: parts.names("queue"),
            connectors: Dictionary(
                parts.names("connector").map { name in (name, connectors.first { $0.name == name }?.dialect) },
                uniquingKeysWith: { first, _ in first }
            ),
            endpoints: parts.names("endpoint")
        )
        let claimTypes = parts.read("claim", ClaimType.init)
        let tables = parts.read("table") { (table) throws(TOMLProblem) in try PolicyTable(table, names) }
        let host = ExpressionHost(
            lists: parts.names("list"),
            tables: parts.names("table"),
            columns: columns.merging(tables.compactMap { table in table.columns.map { (table.name, $0) } }) { $1 },
            claimTypes: claimTypes
        )
        let credentials = parts.read("credential", Credential.init)
        let queues = parts.read("queue", Queue.init)
        let endpoints = parts.read("endpoint") { (table) throws(TOMLProblem) in try Endpoint(table, names, host) }
        let lists = parts.read("list") { (table) throws(TOMLProblem) in try PolicyList(table, names) }
        let flows = parts.read("flow") { (table) throws(TOMLProblem) in try UserFlow(table, names) }
        let rules = parts.read("rule", limit: ruleLimit) { (table) throws(TOMLProblem) in
            try CompiledRule(table, names, host)
        }
        let document = PolicyDocument(
            credentials: credentials,
            queues: queues,
            endpoints: endpoints,
            lists: lists,
            tables: tables,
            connectors: connectors,
            flows: flows,
            claimTypes: claimTypes,
            ruleSet: RuleSet(rules, endpoints, host: host),
            source: text
        )
        return Reading(document: document, problems: parts.finish())
    }

    /// The result of reading a document.
    package struct Reading: Sendable, Hashable {
        /// The valid parts.
        package var document: PolicyDocument
        /// All problems; empty if the document can be applied.
        package var problems: [TOMLProblem]
    }
}

/// The names that parts of the policy may refer to.
struct PolicyNames {
    let credentials: [String]
    let queues: [String]
    /// The connectors with their dialects; nil for an invalid one.
    let connectors: [String: DialectName?]
    var endpoints: [String] = []
}

/// A part of the policy that has a name.
protocol Named {
    var name: String { get }
}

extension StrictTable {
    /// A name that is valid as a path segment: lower-case letters, digits, `-`, `_` and `.`, at most 64 bytes, starting
    /// with a letter or digit.
    func requirePathName(_ key: String = "name") throws(TOMLProblem) -> String {
        let name = try requireString(key)
        let isName = name.utf8.enumerated().allSatisfy { position, byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39: true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): position > 0
            default: false
            }
        }
        guard isName, name.utf8.count <= 64 else {
            throw problem(
                key,
                "\(name.quoted()) cannot be a name",
                remedy:
                    "use at most 64 lower-case letters, digits, \"-\", \"_\" and \".\", starting with a letter or digit"
            )
        }
        return name
    }

    /// Checks that a part refers to one of the existing names.
    func reference(_ name: String, at key: String, among names: [String], noun: String) throws(TOMLProblem) -> String {
        guard names.contains(name) else {
            let remedy =
                names.isEmpty
                ? "add a [[\(noun)]] named \(name.quoted())"
                : Suggestion.remedy(for: name, among: names, noun: noun)
            throw problem(key, "there is no \(noun) \(name.quoted())", remedy: remedy)
        }
        return name
    }
}
