package import CEL
import GatehouseModel

/// What Gatehouse adds to the Common Expression Language: the variables and functions that the expressions of a policy
/// may name. This is the one place where they are put together.
package struct ExpressionHost: Sendable {
    /// Compiles expressions of one policy.
    package let environment: Environment

    /// Where the variables are kept.
    let slots: Slots
    /// Whether there are tables to look into.
    let hasTables: Bool
    private let claims: ObjectType
    /// The columns of each table, where they are known.
    private let columns: [String: [String]]

    /// - Parameters:
    ///   - lists: the names that `list("name")` knows.
    ///   - tables: the names that `lookup("name", key)` knows.
    ///   - columns: the columns of each table, where they are known: another one is an error.
    ///   - claimTypes: what the policy declares beside the claims whose types are known.
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

    /// Compiles what a claim is set to; an optional that is empty leaves the claim alone.
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

    /// A program whose columns are there, as far as that is known.
    private func checked(_ program: Program) throws(ExpressionError) -> Program {
        if let problem = problem(in: program) { throw problem }
        return program
    }

    /// A column that its table does not have.
    func problem(in program: Program) -> ExpressionError? {
        columns.isEmpty ? nil : Lookup.problem(in: program) { columns[$0] }
    }

    /// Names of variables.
    enum Name {
        static let claims = "claims"
        static let identities = "identities"
        static let call = "call"
        /// Lists as they are at the moment; no expression can write this name.
        static let policy = "(policy)"
        /// Tables as the call sees them.
        static let tables = TablesObject.variable
    }

    /// The places of the variables.
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

    /// What an expression of a rule may cost: enough for any text a sign-up carries, too little to hold up a call.
    static let limits = Limits(steps: 50_000, bytes: 1 << 20)
}

/// The functions of Gatehouse's own that need no policy.
package enum TextFunctions {
    /// `.domain()` and `.titleCase()`. (`.trim()` is one of the language's.)
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
