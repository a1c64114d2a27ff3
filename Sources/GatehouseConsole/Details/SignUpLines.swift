import ControlProtocol
import GatehouseModel
import TerminalUI

/// A sign-up in words.
enum SignUpLines {
    /// The lines above the timeline: what became of the sign-up, and why.
    static func head(_ detail: SignUpDetail, _ state: ConsoleState) -> [Line] {
        let signUp = detail.signUp
        let length = Words.length(signUp.updated.since(signUp.started))
        let words = [
            signUp.flow, signUp.issuer ?? "local", Words.moment(signUp.started, now: state.daemonTime),
            signUp.stage.isOver ? "took \(length)" : "for \(length) so far",
            signUp.validations > 0 ? "sent back \(signUp.validations)×" : nil,
        ]
        var lines: [Line] = [
            [
                Span(SafeText(signUp.stage.rawValue), SignUpCell.role(signUp.stage)),
                Span("  \(words.compactMap(\.self).joined(separator: " · "))", .dim),
            ]
        ]
        if let problem = signUp.problem { lines.append(Line(SafeText(problem), .error)) }
        if let message = signUp.message { lines.append(Line("the person is told \u{22}\(message)\u{22}", .text)) }
        return lines
    }

    /// The whole sign-up as text, for a call's own tab and for the editor.
    static func timeline(_ detail: SignUpDetail, current: CallID? = nil, _ state: ConsoleState) -> [Line] {
        var lines = head(detail, state)
        for moment in detail.timeline {
            lines.append(line(moment, isCurrent: current != nil && moment.call?.id == current))
        }
        return lines
    }

    private static func line(_ moment: SignUpDetail.Moment, isCurrent: Bool) -> Line {
        var line: Line = [
            Span(isCurrent ? "▸ " : "  ", .key),
            Span(SafeText(Words.preciseClock(moment.time)) + "  ", .dim),
        ]
        guard let call = moment.call else { return line + [Span(SafeText(moment.what), .text)] }
        line.spans += [
            Span((call.direction == .outbound ? "⇢ " : "→ ") + SafeText(moment.what) + "  ", .text),
            Span(SafeText(call.outcome.rawValue), TrafficCell.role(call.outcome)),
            Span("  \(Words.took(call.tookMs))  \(call.code.description)", .dim),
        ]
        return line
    }
}

/// An account of the local directory.
enum AccountLines {
    static func lines(_ account: Account, _ state: ConsoleState) -> [Line] {
        // Attribute names are chosen by the tenant and can be long.
        let room = min(26, max(13, (account.attributes.keys.map { SafeText($0).width }.max() ?? 0) + 2))
        func pair(_ name: String, _ value: String) -> Line { FlowLines.pair(name, value, width: room) }
        var lines: [Line] = [
            [
                Span(SafeText(account.email), .title),
                Span(account.isEnabled ? "  enabled" : "  disabled: no sign-in", account.isEnabled ? .ok : .warn),
            ],
            pair("name", account.displayName ?? "-"),
            pair("created", "\(Words.moment(account.created, now: state.daemonTime)) by \(account.flow)"),
            pair("changed", Words.moment(account.updated, now: state.daemonTime)),
            pair("sign-up", account.signUp?.description ?? "not known"), pair("id", account.id),
        ]
        for identity in account.identities {
            lines.append(
                pair("identity", "\(identity.issuer) · \(identity.issuerAssignedID) · \(identity.signInType)")
            )
        }
        for name in account.attributes.keys.sorted() {
            lines.append(pair(name, ClaimsLines.text(account.attributes[name] ?? .null)))
        }
        return lines
    }
}
