internal import ControlProtocol
internal import GRDB
internal import GatehouseModel

/// What a list entry would have matched among the kept calls.
package struct JournalImpact: Sendable, Hashable {
    package var calls = 0
    /// Different addresses among them.
    package var people = 0
    /// By outcome; outcomes that did not occur are left out.
    package var outcomes: [String: Int] = [:]
    /// False when time was up before all calls were looked at.
    package var complete = true

    package init() {}
}

/// Counts the inbound calls that a pattern matches, newest first, until time is up.
struct ImpactCount: Sendable {
    let pattern: EntryPattern
    /// Calls before this moment do not count, milliseconds since 1970.
    let since: Int64
    let deadline: ContinuousClock.Instant

    private struct Match: Sendable {
        var outcome: Int64
        var email: String?
    }

    func run(_ shelved: [SegmentShelf.Shelved]) async throws -> JournalImpact {
        var impact = JournalImpact()
        var people: Set<String> = []
        for shelf in shelved.reversed() where shelf.tally.through > 0 && shelf.tally.newest >= since {
            var position = shelf.tally.through + 1
            while position > shelf.tally.first {
                guard ContinuousClock.now < deadline else {
                    impact.complete = false
                    impact.people = people.count
                    return impact
                }
                let low = max(shelf.tally.first, position - JournalSearch.piece)
                for match in try await matches(in: shelf.segment, from: low, below: position) {
                    impact.calls += 1
                    if let outcome = CallCodes.word(match.outcome, in: CallCodes.outcomes) {
                        impact.outcomes[outcome.rawValue, default: 0] += 1
                    }
                    if let email = match.email { people.insert(email) }
                }
                position = low
                try Task.checkCancellation()
            }
        }
        impact.people = people.count
        return impact
    }

    private func matches(in segment: Segment, from low: Int64, below high: Int64) async throws -> [Match] {
        let (condition, arguments) = narrowed
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
                let address = email.flatMap(EmailAddress.init)
                guard pattern.kind == .issuer || address.map(fits) == true else { continue }
                matches.append(Match(outcome: row[0], email: address?.canonical ?? email))
            }
            return matches
        }
    }

    /// What the database can tell: never less than what fits. Addresses are kept as they came, so a name that is not
    /// ASCII may be spelled in either form.
    private var narrowed: (condition: String, arguments: [DatabaseValue]) {
        let spelled = DomainName(pattern.value)?.unicode ?? pattern.value
        let isPlain = spelled == pattern.value && spelled.utf8.allSatisfy { $0 < 0x80 }
        let other = isPlain ? "" : " OR email GLOB '*[^ -~]*'"
        return switch pattern.kind {
        case .issuer: ("issuer IN (SELECT id FROM name WHERE text LIKE ? ESCAPE '\\')", [like("", pattern.value)])
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

    private func fits(_ address: EmailAddress) -> Bool {
        switch pattern.kind {
        case .issuer: true
        case .email: address.canonical == pattern.value
        case .domain: address.domain.ascii == pattern.value
        case .children: address.domain.ascii.hasSuffix("." + pattern.value)
        case .subtree: address.domain.ascii == pattern.value || address.domain.ascii.hasSuffix("." + pattern.value)
        }
    }
}
