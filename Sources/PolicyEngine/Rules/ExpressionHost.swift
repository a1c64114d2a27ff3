package import CEL
import GatehouseModel

/// Gatehouse's additions to the Common Expression Language: the variables and functions that a policy's expressions may
/// name, all defined here.
package struct ExpressionHost: Sendable {
    /// Compiles the expressions of one policy.
    package let environment: Environment

    /// The slots of the variables.
    let slots: Slots
    /// Whether the policy has tables.
    let hasTables: Bool
    private let claims: ObjectType
    /// The columns of each table, where known.
    private let columns: [String: [String]]

    /// - Parameters:
    ///   - lists: the valid names for `list("name")`.
    ///   - tables: the valid names for `lookup("name", key)`.
    ///   - columns: the columns of each table, where known; naming any other column is an error.
    ///   - claimTypes: the types that the policy declares, in addition to the claims with known types.
    init(
        lists: [String],
        tables: [String] = [],
        columns: [String: [String]] = [:],
        claimTypes: [ClaimType] = []
    ) {
        hasTables = !tables.isEmpty
        self.columns = columns
        claims = ClaimTypes.object(declaring: claimTypes)
        environment = Environment(
            variables: [
                Name.claims: .object(claims),
                Name.identities: .list(ClaimTypes.identity),
                Name.call: ClaimTypes.call,
                Name.policy: .opaque(ListsObject.type),
                Name.tables: .dyn,
            ],
            functions: [
                TextFunctions.titleCase, ListFunction.domain, ListFunction.make(lists: lists),
                Lookup.function(names: tables),
            ]
        )
        slots = Slots(environment)
    }

    /// Compiles a condition.
    ///
    /// - Throws: `RuleProblem` naming `member`.
    func condition(_ text: String, as member: String) throws(RuleProblem) -> Condition {
        do throws(ExpressionError) {
            return Condition(try checked(environment.compile(text, expecting: .bool)))
        } catch {
            throw RuleProblem(member: member, error: error)
        }
    }

    /// Compiles the value for a claim; an empty optional leaves the claim unchanged.
    ///
    /// - Throws: `RuleProblem` naming the claim.
    func value(_ text: String, of claim: String) throws(RuleProblem) -> Program {
        let wanted = claims.fields[claim] ?? .dyn
        do throws(ExpressionError) {
            let program = try environment.compile(text)
            guard case .optional = program.type else {
                return try checked(environment.compile(text, expecting: wanted))
            }
            return try checked(environment.compile(text, expecting: .optional(wanted)))
        } catch {
            throw RuleProblem(member: claim, error: error)
        }
    }

    /// Returns the program; throws if it names a column that its table is known not to have.
    private func checked(_ program: Program) throws(ExpressionError) -> Program {
        if let problem = problem(in: program) { throw problem }
        return program
    }

    /// An error if the program names a column that its table does not have.
    func problem(in program: Program) -> ExpressionError? {
        columns.isEmpty ? nil : Lookup.problem(in: program) { columns[$0] }
    }

    /// The names of the variables.
    enum Name {
        static let claims = "claims"
        static let identities = "identities"
        static let call = "call"
        /// The current lists. Not a valid identifier, so no expression can name it.
        static let policy = "(policy)"
        /// The tables as the call sees them.
        static let tables = TablesObject.variable
    }

    /// The slots of the variables.
    struct Slots: Sendable {
        let claims, identities, call, policy, tables: Variables.Slot

        fileprivate init(_ environment: Environment) {
            func slot(_ name: String) -> Variables.Slot {
                // safe: the names are those the environment above declares.
                guard let slot = environment.slot(of: name) else { preconditionFailure("\(name) is not declared") }
                return slot
            }
            (claims, identities, call) = (slot(Name.claims), slot(Name.identities), slot(Name.call))
            (policy, tables) = (slot(Name.policy), slot(Name.tables))
        }
    }

    /// The limits for one expression of a rule: enough for any text in a sign-up, but too little to delay a call.
    static let limits = Limits(steps: 50_000, bytes: 1 << 20)
}

/// Gatehouse's own functions that do not depend on the policy.
package enum TextFunctions {
    /// `.domain()` and `.titleCase()`. (`.trim()` is part of the language.)
    package static let all = [
        Function("domain", style: .receiver, signatures: [Signature([.string], .string)], .unary(domain)), titleCase,
    ]

    static let titleCase = Function(
        "titleCase",
        style: .receiver,
        signatures: [Signature([.string], .string)],
        .unary(titled)
    )

    /// The domain of an e-mail address in the form that lists compare: lower case, international names as `xn--`.
    @Sendable private static func domain(_ value: Value) throws(CEL.Failure) -> Value {
        guard case .string(let text) = value else { throw .noOverload("domain", of: [value]) }
        guard let address = EmailAddress(text) else { throw noAddress(value) }
        return .string(address.domain.ascii)
    }

    static func noAddress(_ value: Value) -> CEL.Failure { .invalid("\(value.brief) is no e-mail address") }

    @Sendable private static func titled(_ value: Value) throws(CEL.Failure) -> Value {
        guard case .string(let text) = value else { throw .noOverload("titleCase", of: [value]) }
        return .string(TitleCase.of(text))
    }
}
