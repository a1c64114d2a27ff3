import ControlProtocol
import GatehouseModel
import TerminalUI

/// One change of a list: when, by whom, and which entries were added or removed.
enum ListHistoryLines {
    /// The maximum number of entries shown for one change; the audit log has all of them.
    private static let limit = 4

    static func lines(_ record: AuditRecord, _ state: ConsoleState) -> [Line] {
        let head: Line = [
            Span(SafeText(Words.moment(record.time, now: state.daemonTime)).fitted(to: 14), .dim),
            Span(SafeText(record.user).fitted(to: 12)), Span(SafeText(record.action), AuditRows.role(record.action)),
        ]
        let (before, after) = (members(record.before), members(record.after))
        let gone = before.filter { entry in !after.contains { $0.name == entry.name } }
        return [head] + named(gone, "- ", .diffDelete, state) + named(after, "+ ", .diffAdd, state)
    }

    private static func named(
        _ members: [(name: String, facts: String)],
        _ sign: SafeText,
        _ role: TerminalUI.Role,
        _ state: ConsoleState
    ) -> [Line] {
        let shown = members.prefix(limit).map { name, facts -> Line in
            let isAddress = (try? EntryPattern(name))?.kind == .email
            return [
                Span("  " + sign, role), Span(SafeText(isAddress ? state.shown(name) : name), role),
                Span(SafeText(facts.isEmpty ? "" : "  " + facts), .dim),
            ]
        }
        let rest = members.count - shown.count
        return shown + (rest > 0 ? [Line("  and \(Words.count(rest)) more", .dim)] : [])
    }

    private static func members(_ value: JSONValue?) -> [(name: String, facts: String)] {
        guard let value, !value.isNull else { return [] }
        return RecordFacts(value).members
    }
}
