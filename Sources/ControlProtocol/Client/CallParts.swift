import GatehouseModel

/// The members of a call during parsing; each may occur once.
struct CallParts {
    private var seen: UInt16 = 0
    private var id: CallID?
    private var code: ReferenceCode?
    private var time: Timestamp?
    private var direction: CallSummary.Direction?
    private var endpoint: String?
    private var dialect: DialectName?
    private var step: Step?
    private var outcome: Outcome?
    private var status: Int?
    private var email: String?
    private var issuer: String?
    private var tookMs: Double?
    private var decidedBy: String?
    private var retryOf: CallID?
    private var matched: [String]?

    /// Parses one member. False if it is unknown, repeated, or not in the simplest form.
    mutating func read(_ name: UnsafeBufferPointer<UInt8>.SubSequence, from scanner: inout CallEventScanner) -> Bool {
        guard let member = Member(name), seen & member.bit == 0 else { return false }
        seen |= member.bit
        if member.isOptional, scanner.null() { return true }
        switch member {
        case .id: id = scanner.string().flatMap { CallID($0) }
        case .code: code = scanner.string().flatMap { ReferenceCode($0) }
        case .time: time = scanner.timestamp()
        case .direction: direction = scanner.string().flatMap { CallSummary.Direction(rawValue: $0) }
        case .endpoint: endpoint = scanner.string()
        case .dialect: dialect = scanner.string().flatMap { DialectName(rawValue: $0) }
        case .step: step = scanner.string().flatMap { Step(rawValue: $0) }
        case .outcome: outcome = scanner.string().flatMap { Outcome(rawValue: $0) }
        case .status: status = scanner.integer().map { Int($0) }
        case .email: email = scanner.string()
        case .issuer: issuer = scanner.string()
        case .tookMs: tookMs = scanner.double()
        case .decidedBy: decidedBy = scanner.string()
        case .retryOf: retryOf = scanner.string().flatMap { CallID($0) }
        case .matched: matched = scanner.strings()
        }
        return has(member)
    }

    private func has(_ member: Member) -> Bool {
        switch member {
        case .id: id != nil
        case .code: code != nil
        case .time: time != nil
        case .direction: direction != nil
        case .endpoint: endpoint != nil
        case .dialect: dialect != nil
        case .step: step != nil
        case .outcome: outcome != nil
        case .status: status != nil
        case .email: email != nil
        case .issuer: issuer != nil
        case .tookMs: tookMs != nil
        case .decidedBy: decidedBy != nil
        case .retryOf: retryOf != nil
        case .matched: matched != nil
        }
    }

    /// The call, if all required members are present.
    var call: CallSummary? {
        guard let id, let code, let time, let direction, let endpoint, let outcome, let status, let tookMs,
            let decidedBy
        else { return nil }
        var call = CallSummary(
            id: id,
            time: time,
            direction: direction,
            endpoint: endpoint,
            dialect: dialect,
            step: step,
            outcome: outcome,
            status: status,
            email: email,
            issuer: issuer,
            tookMs: tookMs,
            decidedBy: Decider(rawValue: decidedBy),
            retryOf: retryOf,
            matched: matched
        )
        call.code = code
        return call
    }

    private enum Member: String, CaseIterable {
        case id, code, time, direction, endpoint, dialect, step, outcome, status, email, issuer, matched
        case tookMs = "took_ms"
        case decidedBy = "decided_by"
        case retryOf = "retry_of"

        /// Compares lengths first, so that bytes are compared at most once.
        init?(_ name: UnsafeBufferPointer<UInt8>.SubSequence) {
            guard let found = Self.all.first(where: { $0.name.count == name.count && name.elementsEqual($0.name) })
            else { return nil }
            self = found.member
        }

        private static let all = allCases.map { (member: $0, name: Array($0.rawValue.utf8)) }

        var bit: UInt16 {
            switch self {
            case .id: 1 << 0
            case .code: 1 << 1
            case .time: 1 << 2
            case .direction: 1 << 3
            case .endpoint: 1 << 4
            case .dialect: 1 << 5
            case .step: 1 << 6
            case .outcome: 1 << 7
            case .status: 1 << 8
            case .email: 1 << 9
            case .issuer: 1 << 10
            case .tookMs: 1 << 11
            case .decidedBy: 1 << 12
            case .retryOf: 1 << 13
            case .matched: 1 << 14
            }
        }

        var isOptional: Bool {
            switch self {
            case .dialect, .step, .email, .issuer, .retryOf, .matched: true
            default: false
            }
        }
    }
}
