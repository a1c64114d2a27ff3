import CEL

/// A necessary condition for a rule to match, derived from the rule's condition. Most rules of a long policy can be
/// skipped by their gate, without evaluating the condition.
///
/// If the gate is closed, the condition is certainly false, whatever its other parts are. (`&&` is false if any operand
/// is false, even if another has no value.)
struct RuleGate: Hashable {
    /// What the gate checks.
    enum Subject: Hashable {
        /// `claims.x`.
        case claim(String)
        /// `claims.x.domain()`.
        case domain(ofClaim: String)
        /// `call.x`.
        case call(String)
        /// The `issuer` of any element of `identities`.
        case issuer
    }

    /// A check of one subject.
    struct Look: Hashable {
        var subject: Subject
        /// The texts that let the rule pass; nil if any value does.
        var texts: Set<Text>?
        /// Whether the rule also cannot match if the claim is absent (`has(…)`). Without this, comparing an absent
        /// claim has no value, and the rule must be evaluated to report that.
        var needsPresence = false
    }

    /// The rule can match only if at least one of these lets it pass.
    let looks: [Look]

    /// The maximum number of checks per gate.
    private static let limit = 8

    /// The gate of a condition; nil if none can be derived.
    init?(_ condition: Expression) {
        guard let looks = Self.looks(condition), looks.count <= Self.limit else { return nil }
        self.looks = looks
    }

    private static func looks(_ condition: Expression) -> [Look]? {
        switch condition.kind {
        case .presence(let operand, let field):
            return operand.isName(ExpressionHost.Name.claims)
                ? [Look(subject: .claim(field), texts: nil, needsPresence: true)] : nil
        case .binary(.equal, let left, let right): return equality(left, right) ?? equality(right, left)
        case .binary(.isIn, let element, let container):
            guard let subject = Subject(element), let texts = container.texts else { return nil }
            return [Look(subject: subject, texts: texts)]
        case .comprehension(let walk): return issuers(walk)
        case .all(let parts): return narrowest(parts.compactMap(looks))
        case .any(let parts):
            let each = parts.compactMap(looks)
            return each.count == parts.count ? each.flatMap(\.self) : nil
        default: return nil
        }
    }

    private static func equality(_ operand: Expression, _ other: Expression) -> [Look]? {
        guard let subject = Subject(operand), case .literal(.string(let text)) = other.kind else { return nil }
        return [Look(subject: subject, texts: [Text(text)])]
    }

    /// `identities.exists(i, i.issuer == "…")`.
    private static func issuers(_ walk: Comprehension) -> [Look]? {
        guard case .exists(let body) = walk.yield, walk.second == nil,
            walk.range.isName(ExpressionHost.Name.identities)
        else { return nil }
        func isIssuer(_ expression: Expression) -> Bool {
            guard case .select(let operand, "issuer", optional: false) = expression.kind else { return false }
            return operand.isName(walk.first)
        }
        switch body.kind {
        case .binary(.equal, let left, let right):
            guard let (operand, other) = isIssuer(left) ? (left, right) : isIssuer(right) ? (right, left) : nil,
                isIssuer(operand), case .literal(.string(let text)) = other.kind
            else { return nil }
            return [Look(subject: .issuer, texts: [Text(text)])]
        case .binary(.isIn, let element, let container):
            guard isIssuer(element), let texts = container.texts else { return nil }
            return [Look(subject: .issuer, texts: texts)]
        default: return nil
        }
    }

    /// All operands must be true, so any one of their gates is valid: the first that requires certain texts, otherwise
    /// the first.
    private static func narrowest(_ gates: [[Look]]) -> [Look]? {
        guard var gate = gates.first(where: { $0.allSatisfy { $0.texts != nil } }) ?? gates.first else { return nil }
        let present = gates.filter { $0.count == 1 && $0[0].needsPresence }.map(\.[0].subject)
        for place in gate.indices where present.contains(gate[place].subject.presence) {
            gate[place].needsPresence = true
        }
        return gate
    }
}

extension RuleGate.Subject {
    fileprivate init?(_ expression: Expression) {
        switch expression.kind {
        case .select(let operand, let field, optional: false) where operand.isName(ExpressionHost.Name.claims):
            self = .claim(field)
        case .select(let operand, let field, optional: false) where operand.isName(ExpressionHost.Name.call):
            self = .call(field)
        case .call("domain", let receiver?, let arguments) where arguments.isEmpty:
            guard case .claim(let claim)? = RuleGate.Subject(receiver) else { return nil }
            self = .domain(ofClaim: claim)
        default: return nil
        }
    }

    /// The subject that `has(…)` tests.
    fileprivate var presence: RuleGate.Subject {
        if case .domain(let claim) = self { .claim(claim) } else { self }
    }
}

extension Expression {
    fileprivate func isName(_ wanted: String) -> Bool {
        guard case .name(wanted, rooted: false) = kind else { return false }
        return true
    }

    /// The elements of a list of constant strings.
    fileprivate var texts: Set<Text>? {
        guard case .list(let items) = kind else { return nil }
        var texts: Set<Text> = []
        for item in items {
            guard !item.optional, case .literal(.string(let text)) = item.value.kind else { return nil }
            texts.insert(Text(text))
        }
        return texts
    }
}
