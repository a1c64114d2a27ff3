import CEL

/// Finds the rules that a call must be asked about, by one look at each subject that their gates name.
struct RuleSieve: Sendable {
    /// The rules that look at one subject; a class, since a call walks through all of them.
    private final class Mesh: Sendable {
        let subject: RuleGate.Subject
        let name: FieldName
        let rules: Rules

        struct Rules: Sendable {
            var all: RuleBits
            /// Rules that any value lets through.
            var easy: RuleBits
            /// Rules that must be evaluated where there is no value.
            var lenient: RuleBits
            /// The rules that want a text, by that text.
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

    /// Nil where there is nothing to gain.
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

    /// The rules that may match, or that may turn out to have no value.
    func candidates(_ claims: ClaimsObject, _ call: CallObject, _ texts: TextMemo) -> RuleBits {
        var candidates = open
        for mesh in meshes {
            switch mesh.subject {
            case .claim: mesh.pass(claims.field(mesh.name), &candidates)
            case .call: mesh.pass(call.field(mesh.name), &candidates)
            case .issuer: for issuer in claims.issuers { mesh.pass(.string(issuer), &candidates) }
            case .domain:
                guard case .string(let text)? = claims.field(mesh.name), let domain = texts.asked(text).domain else {
                    // What is no address has no domain: that is for the expression to say.
                    candidates.formUnion(claims.field(mesh.name) == nil ? mesh.rules.lenient : mesh.rules.all)
                    continue
                }
                mesh.pass(domain, &candidates)
            }
        }
        return candidates
    }
}

/// Rules in the order in which a call looks at them.
struct RuleSequence: Sendable {
    let rules: [CompiledRule]
    /// Only where there are so many that those which do not match are not named.
    let sieve: RuleSieve?

    /// Up to so many rules, the trace names those that did not match too.
    static let fewRules = 16

    init(_ rules: [CompiledRule]) {
        self.rules = rules
        sieve = rules.count <= Self.fewRules ? nil : RuleSieve(rules)
    }

    /// Rules for one call only, for which a sieve is not worth making.
    init(once rules: [CompiledRule]) {
        self.rules = rules
        sieve = nil
    }

    var namesAll: Bool { rules.count <= Self.fewRules }
}

/// A set of rules by their places.
struct RuleBits: Sendable {
    private var words: [UInt64]

    init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    func contains(_ place: Int) -> Bool { words[place >> 6] & (1 << UInt64(truncatingIfNeeded: place & 63)) != 0 }

    mutating func insert(_ place: Int) { words[place >> 6] |= 1 << UInt64(truncatingIfNeeded: place & 63) }

    mutating func formUnion(_ other: RuleBits) {
        for index in words.indices { words[index] |= other.words[index] }
    }
}
