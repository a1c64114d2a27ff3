internal import ControlProtocol
internal import Foundation
internal import GRDB
internal import GatehouseModel
internal import PolicyEngine

/// The recorded calls that a list entry would have matched.
package struct JournalImpact: Sendable, Hashable {
    package var calls = 0
    /// The number of distinct addresses among them.
    package var people = 0
    /// Counts by outcome; outcomes that did not occur are left out.
    package var outcomes: [String: Int] = [:]
    /// Calls for which the data that the entry checks is no longer stored, or never was.
    package var unknown = 0
    /// False if time was up before all calls were examined.
    package var complete = true

    package init() {}
}

/// Counts the inbound calls that a pattern matches, newest first, until time is up.
struct ImpactCount: Sendable {
    let pattern: EntryPattern
    /// Earlier calls are not counted. Milliseconds since 1970.
    let since: Int64
    let deadline: ContinuousClock.Instant
    /// The bodies of earlier calls are past retention. Milliseconds since 1970.
    let bodiesSince: Int64
    /// Decodes the claims in a stored request body.
    let claims: @Sendable (CallSummary, [UInt8]) -> Claims?

    private struct Match: Sendable {
        var outcome: Int64
        /// The hash of the address; nil if there is none.
        var person: Int?
    }

    private struct Part: Sendable {
        var matches: [Match] = []
        var unknown = 0
    }

    func run(_ shelved: [SegmentShelf.Shelved]) async throws -> JournalImpact {
        var impact = JournalImpact()
        // Hashes, so that a million people take little memory. The chance that two are equal is about one in 10^8.
        var people: Set<Int> = []
        for shelf in shelved.reversed() where shelf.tally.through > 0 && shelf.tally.newest >= since {
            var position = shelf.tally.through + 1
            while position > shelf.tally.first {
                guard ContinuousClock.now < deadline else {
                    impact.complete = false
                    impact.people = people.count
                    return impact
                }
                let low = max(shelf.tally.first, position - (looksInside ? Self.insidePiece : JournalSearch.piece))
                let part = try await part(of: shelf.segment, from: low, below: position)
                impact.unknown += part.unknown
                for match in part.matches {
                    impact.calls += 1
                    if let outcome = CallCodes.word(match.outcome, in: CallCodes.outcomes) {
                        impact.outcomes[outcome.rawValue, default: 0] += 1
                    }
                    if let person = match.person { people.insert(person) }
                }
                position = low
                try Task.checkCancellation()
            }
        }
        impact.people = people.count
        return impact
    }

    /// Whether the bodies have to be read.
    private var looksInside: Bool { pattern.kind == .cidr || pattern.kind == .value }

    /// The number of bodies read between two checks of the deadline.
    private static let insidePiece: Int64 = 2000

    private func part(of segment: Segment, from low: Int64, below high: Int64) async throws -> Part {
        guard looksInside else { return Part(matches: try await matches(in: segment, from: low, below: high)) }
        return try await inside(segment, from: low, below: high)
    }

    /// Checks the claims of each call, and the address that connected, in the same way as a list does.
    private func inside(_ segment: Segment, from low: Int64, below high: Int64) async throws -> Part {
        let entry = self.entry
        return try await segment.read { db, names in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT \(CallRow.columns), request, detail FROM call JOIN call_body USING (seq)
                        WHERE seq >= ? AND seq < ? AND time >= ? AND direction = 0
                        """
                ),
                arguments: [low, high, since]
            )
            var part = Part()
            while let row = try rows.next() {
                let call = CallRow.summary(row, names)
                // A refused call has no claims, and no list was checked for it.
                guard call.outcome != .refused else { continue }
                guard let question = question(call, request: row["request"], detail: row["detail"]) else {
                    part.unknown += 1
                    continue
                }
                guard entry.anyMatch(for: question, at: call.time) != nil else { continue }
                let person = call.email.map { Person($0).canonical.hashValue }
                part.matches.append(Match(outcome: row["outcome"], person: person))
            }
            return part
        }
    }

    /// Nil if the body is gone or cannot be read.
    private func question(_ call: CallSummary, request: Data?, detail: Data) -> Question? {
        guard call.time.milliseconds >= bodiesSince, let request, !request.isEmpty,
            let claims = claims(call, Array(request))
        else { return nil }
        guard pattern.kind == .cidr else { return Question(claims) }
        let question = Question(claims, client: KeptDetail(Array(detail))?.client)
        return question.client == nil ? nil : question
    }

    /// A list with only this entry.
    private var entry: EntryIndex {
        var index = EntryIndex()
        index.insert(pattern, id: 0)
        return index
    }

    private func matches(in segment: Segment, from low: Int64, below high: Int64) async throws -> [Match] {
        let (condition, arguments) = narrowed
        let index = pattern.kind == .pattern ? entry : nil
        return try await segment.read { db, _ in
            let rows = try Row.fetchCursor(
                db.cachedStatement(
                    sql: """
                        SELECT outcome, email FROM call
                        WHERE seq >= ? AND seq < ? AND time >= ? AND direction = 0 AND (\(condition))
                        """
                ),
                arguments: StatementArguments([low, high, since].map(\.databaseValue) + arguments)
            )
            var matches: [Match] = []
            while let row = try rows.next() {
                let email: String? = row[1]
                guard let person = email.map(Person.init) else {
                    if pattern.kind == .issuer { matches.append(Match(outcome: row[0])) }
                    continue
                }
                if let index {
                    guard index.firstMatch(for: Question(Claims(email: person.canonical)), at: .now) != nil else {
                        continue
                    }
                } else {
                    guard pattern.kind == .issuer || person.fits(pattern) else { continue }
                }
                matches.append(Match(outcome: row[0], person: person.canonical.hashValue))
            }
            return matches
        }
    }

    /// The part of the match that the database can test; it never excludes a matching call. Addresses are stored as
    /// received, so a name that is not ASCII may be spelled in either form.
    private var narrowed: (condition: String, arguments: [DatabaseValue]) {
        let spelled = DomainName(pattern.value)?.unicode ?? pattern.value
        let isPlain = spelled == pattern.value && spelled.utf8.allSatisfy { $0 < 0x80 }
        let other = isPlain ? "" : " OR email GLOB '*[^ -~]*'"
        return switch pattern.kind {
        case .issuer: ("issuer IN (SELECT id FROM name WHERE text LIKE ? ESCAPE '\\')", [like("", pattern.value)])
        case .pattern, .cidr, .value: ("email IS NOT NULL", [])
        case .email: ("email LIKE ? ESCAPE '\\'" + other, [like("", pattern.value)])
        case .domain: ("email LIKE ? ESCAPE '\\'" + other, [like("%@", pattern.value)])
        case .children: ("email LIKE ? ESCAPE '\\'" + other, [like("%.", pattern.value)])
        case .subtree:
            (
                "email LIKE ? ESCAPE '\\' OR email LIKE ? ESCAPE '\\'" + other,
                [like("%@", pattern.value), like("%.", pattern.value)]
            )
        }
    }

    private func like(_ start: String, _ text: String) -> DatabaseValue {
        (start + TextPattern(literally: text).like).databaseValue
    }
}

/// An address, parsed as far as counting requires.
private struct Person {
    let canonical: String
    /// Nil if the address is invalid.
    private let domain: Substring?

    /// Plain ASCII addresses, which are nearly all, only need lower case; others are parsed in full.
    init(_ email: String) {
        if email.utf8.allSatisfy(Self.isPlain), let at = email.utf8.firstIndex(of: UInt8(ascii: "@")),
            email.utf8.lastIndex(of: UInt8(ascii: "@")) == at, email.utf8.last != UInt8(ascii: ".")
        {
            canonical = email.lowercased()
            domain = canonical.split(separator: "@", omittingEmptySubsequences: false).last
        } else if let address = EmailAddress(email) {
            canonical = address.canonical
            domain = address.domain.ascii[...]
        } else {
            canonical = email
            domain = nil
        }
    }

    func fits(_ pattern: EntryPattern) -> Bool {
        guard let domain else { return false }
        return switch pattern.kind {
        // The other kinds cannot be decided by the address alone.
        case .issuer, .pattern, .cidr, .value: true
        case .email: canonical == pattern.value
        case .domain: domain == pattern.value
        case .children: domain.hasSuffix("." + pattern.value)
        case .subtree: domain == pattern.value || domain.hasSuffix("." + pattern.value)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x40...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}
