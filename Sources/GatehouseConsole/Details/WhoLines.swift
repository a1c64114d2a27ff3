import GatehouseModel
import TerminalUI

/// The person who asks, without masking, for users who may decide.
enum WhoLines {
    static func lines(_ approval: Approval, _ detail: ApprovalDetail, width: Int, _ state: ConsoleState) -> [Line] {
        var lines = head(approval, claims: detail.claims, width: width, state)
        lines.append(Line())
        if let why = why(detail, state) { lines.append(labelled("why", why)) }
        if let earlier = detail.earlier.first { lines.append(labelled("earlier", EarlierLines.text(earlier, state))) }
        if let domain = domain(approval, detail) { lines.append(labelled("domain", domain)) }
        if let similar = similar(approval, detail, state) { lines.append(labelled("similar", similar)) }
        for comment in detail.comments.suffix(3) {
            let when = Words.moment(comment.time, now: state.daemonTime)
            lines.append(labelled("comment", "\(comment.user), \(when): \(comment.text)"))
        }
        if let decided = decided(approval, state) { lines.append(labelled("decided", decided)) }
        return lines
    }

    /// Address and identity, job and place, and when and how often they asked. The address is never truncated. Other
    /// text from outside takes at most two rows, so that it displaces nothing; the Claims tab shows it in full.
    static func head(_ approval: Approval, claims: Claims?, width: Int, _ state: ConsoleState) -> [Line] {
        let email = SafeText(approval.email ?? "no address")
        var identity = approval.issuer ?? "no identity provider"
        if let first = claims?.identities.first { identity = "\(first.issuer) · \(first.issuerAssignedID)" }
        let identityText = SafeText(identity).truncated(to: 2 * width - 2)
        var lines = beside(Line([Span(email, .title)]), Line([Span(identityText, .dim)]), width: width)
        // The name as sent. The list's own copy may be cut at a character that the store does not accept.
        let name = claims?.attributes["displayName"]?.string ?? approval.displayName ?? ""
        let warnings = email.warnings + SafeText(name).warnings
        if warnings > 0 {
            lines.append(Line("\(Words.count(warnings, "hidden character")) in name or address: look closely", .warn))
        }
        let asked = "asked \(Words.moment(approval.created, now: state.daemonTime)), \(times(approval.asks))"
        lines += beside(
            Line(SafeText(job(claims)).truncated(to: 2 * width - 2)),
            Line("\(asked) · code \(approval.code.description)", .dim),
            width: width
        )
        lines.append(queue(approval, state))
        return lines
    }

    private static func beside(_ left: Line, _ right: Line, width: Int) -> [Line] {
        let gap = width - left.width - right.width - 1
        guard gap >= 2 else { return [left, right] }
        return [left + Line([Span(SafeText(" ").repeated(gap))]) + right]
    }

    private static func times(_ asks: Int) -> String { asks == 1 ? "once" : asks == 2 ? "twice" : "\(asks) times" }

    private static func job(_ claims: Claims?) -> String {
        guard let claims else { return "" }
        let names = ["jobTitle", "companyName", "city", "country"]
        var words = [names.compactMap { claims.attributes[$0]?.string }.filter { !$0.isEmpty }.joined(separator: ", ")]
        if let locale = claims.locales.first { words.append(locale) }
        return words.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static func queue(_ approval: Approval, _ state: ConsoleState) -> Line {
        let waited = state.daemonTime.since(approval.created)
        var line: Line = [Span("queue \(approval.queue)", .dim)]
        if let expires = approval.expires, approval.state == .pending {
            line.spans.append(Span(" · expires in \(Words.age(expires.since(state.daemonTime)))", .dim))
        }
        if approval.state == .pending, waited > state.settings.overdueAfter {
            line.spans.append(Span(" · ▲ waits \(Words.age(waited))", .warn))
        }
        if let holder = approval.takenBy, approval.takenUntil.map({ $0 > state.daemonTime }) ?? true {
            line.spans.append(Span(" · taken by \(holder)", .warn))
        }
        return line
    }

    private static func labelled(_ label: String, _ text: String) -> Line {
        [Span(SafeText(label).fitted(to: 9), .dim), Span(SafeText(text), .text)]
    }

    private static func why(_ detail: ApprovalDetail, _ state: ConsoleState) -> String? {
        let by = detail.approval.askedBy.rawValue
        var words = by == "default" ? "no list matched" : by.replacing(":", with: " ", maxReplacements: 1)
        if let call = detail.call, case .call(let asked) = state.resources.value("call/\(call)") {
            if let entry = asked.trace.considered.last(where: { $0.subject == .list && $0.result == .decided })?.entry {
                words += " (\(entry))"
            }
            words += " · endpoint \(asked.call.endpoint)"
        }
        return words
    }

    private static func domain(_ approval: Approval, _ detail: ApprovalDetail) -> String? {
        guard let domain = Words.domain(approval.email) else { return nil }
        let counts = ApprovalState.allCases.filter { $0 != .pending }.compactMap { state -> String? in
            let count = (detail.domainCounts[state.rawValue] ?? 0) - (state == approval.state ? 1 : 0)
            return count > 0 ? "\(Words.count(count)) \(state.rawValue)" : nil
        }
        return "\(domain): " + (counts.isEmpty ? "nobody decided so far" : counts.joined(separator: ", "))
    }

    private static func similar(_ approval: Approval, _ detail: ApprovalDetail, _ state: ConsoleState) -> String? {
        let group = ApprovalsState.group(approval)
        guard !group.isEmpty else { return nil }
        let here = state.approvals.rows.count {
            $0.id != approval.id && $0.state == .pending && ApprovalsState.group($0) == group
        }
        let known = (detail.domainCounts[ApprovalState.pending.rawValue] ?? 0) - (approval.state == .pending ? 1 : 0)
        let all = max(here, known)
        guard all > 0 else { return nil }
        return "\(Words.count(all, "other")) of the domain \(all == 1 ? "waits" : "wait"); = groups, V marks them"
    }

    private static func decided(_ approval: Approval, _ state: ConsoleState) -> String? {
        guard approval.state != .pending else { return nil }
        return EarlierLines.text(approval, state)
    }
}

/// The results of earlier requests of the person and of their domain.
enum EarlierLines {
    static func lines(_ detail: ApprovalDetail, _ state: ConsoleState) -> [Line] {
        var lines = section("the same person", detail.earlier, state)
        let others = detail.sameDomain.filter { $0.id != detail.approval.id }
        lines += section("the same domain", others, state)
        return lines.isEmpty ? [Line("This person and this domain never asked before.", .hint)] : lines
    }

    private static func section(_ title: String, _ approvals: [Approval], _ state: ConsoleState) -> [Line] {
        guard !approvals.isEmpty else { return [] }
        return [Line("\(title)", .title)]
            + approvals.map { approval in
                [
                    Span("  \(state.shown(approval.email))  ", .text),
                    Span(SafeText(text(approval, state)), .dim),
                ]
            }
    }

    /// `18 Aug denied by bo "no contract yet"`.
    static func text(_ approval: Approval, _ state: ConsoleState) -> String {
        let when = Words.day(approval.decidedAt ?? approval.created, now: state.daemonTime)
        var words = "\(when)  \(approval.state.rawValue)"
        if let who = approval.decidedBy { words += " by \(who)" }
        if let reason = approval.reason, !reason.isEmpty { words += "  \"\(reason)\"" }
        return words
    }
}
