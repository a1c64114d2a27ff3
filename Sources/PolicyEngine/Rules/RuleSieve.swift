import CEL

/// Finds the rules that can match a call, with one check for each subject that their gates name.
struct RuleSieve: Sendable {
    /// The rules that check one subject; a class, because a call walks through all of them.
    private final class Mesh: Sendable {
        let subject: RuleGate.Subject
        let name: FieldName
        let rules: Rules

        struct Rules: Sendable {
            var all: RuleBits
            /// Rules that any value lets pass.
            var easy: RuleBits
            /// Rules that must be evaluated if there is no value.
            var lenient: RuleBits
            /// Rules that require a certain text, by that text.
            var wanting: [Text: RuleBits] = [:]

            init(none: RuleBits) { (all, easy, lenient) = (none, none, none) }

            mutating func insert(_ place: Int, _ look: RuleGate.Look, none: RuleBits) {
                all.insert(place)
                if !look.needsPresence { lenient.insert(place) }
                guard let texts = look.texts else { return easy.insert(place) }
                for text in texts { wanting[text, default: none].insert(place) }
            }
        }

        init(_ subject: RuleGate.Subject, _ rules: Rules) {
            self.subject = subject
            self.rules = rules
            name =
                switch subject {
                case .claim(let name), .domain(ofClaim: let name), .call(let name): FieldName(name)
                case .issuer: FieldName("issuer")
                }
        }

        func pass(_ value: Value?, _ candidates: inout RuleBits) {
            guard let value else { return candidates.formUnion(rules.lenient) }
            candidates.formUnion(rules.easy)
            if case .string(let text) = value, let more = rules.wanting[Text(text)] { candidates.formUnion(more) }
        }
    }

    /// Rules without a gate.
    private let open: RuleBits
    private let meshes: [Mesh]

    /// Nil if a sieve would save nothing.
    init?(_ rules: [CompiledRule]) {
        let none = RuleBits(count: rules.count)
        var open = none
        var bySubject: [RuleGate.Subject: Mesh.Rules] = [:]
        for (place, rule) in rules.enumerated() {
            if rule.gate == nil { open.insert(place) }
            for look in rule.gate?.looks ?? [] {
                bySubject[look.subject, default: Mesh.Rules(none: none)].insert(place, look, none: none)
            }
        }
        guard !bySubject.isEmpty else { return nil }
        self.open = open
        meshes = bySubject.map { Mesh($0, $1) }
    }

    /// The rules that may match, or whose condition may have no value.
    func candidates(_ claims: ClaimsObject, _ call: CallObject, _ texts: TextMemo) -> RuleBits {
        var candidates = open
        for mesh in meshes {
            switch mesh.subject {
            case .claim: mesh.pass(claims.field(mesh.name), &candidates)
            case .call: mesh.pass(call.field(mesh.name), &candidates)
            case .issuer: for issuer in claims.issuers { mesh.pass(.string(issuer), &candidates) }
            case .domain:
                guard case .string(let text)? = claims.field(mesh.name), let domain = texts.asked(text).domain else {
                    // An invalid address has no domain, so the expression must be evaluated to report that.
                    candidates.formUnion(claims.field(mesh.name) == nil ? mesh.rules.lenient : mesh.rules.all)
                    continue
                }
                mesh.pass(domain, &candidates)
            }
        }
        return candidates
    }
}

/// Rules in the order in which a call evaluates them.
struct RuleSequence: Sendable {
    let rules: [CompiledRule]
    /// Nil if there are so few rules that the trace names all of them.
    let sieve: RuleSieve?

    /// Up to this number of rules, the trace also names those that did not match.
    static let fewRules = 16

    init(_ rules: [CompiledRule]) {
        self.rules = rules
        sieve = rules.count <= Self.fewRules ? nil : RuleSieve(rules)
    }

    /// Rules for a single call, for which building a sieve does not pay off.
    init(once rules: [CompiledRule]) {
        self.rules = rules
        sieve = nil
    }

    var namesAll: Bool { rules.count <= Self.fewRules }
}

/// A set of rules by index.
struct RuleBits: Sendable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    func contains(_ place: Int) -> Bool { words[place >> 6] & (1 << UInt64(truncatingIfNeeded: place & 63)) != 0 }

    mutating func insert(_ place: Int) { words[place >> 6] |= 1 << UInt64(truncatingIfNeeded: place & 63) }

    mutating func formUnion(_ other: RuleBits) {
        for index in words.indices { words[index] |= other.words[index] }
    }
}
