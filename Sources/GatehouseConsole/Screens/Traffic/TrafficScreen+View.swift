import ControlProtocol
import GatehouseModel
import TerminalUI

extension TrafficScreen {
    static func listTitle(_ state: ConsoleState) -> PaneTitle {
        if let pinned = state.traffic.pinned {
            let right = [pinned.isReading ? "READING" : condition(state), "esc back"].joined(separator: " · ")
            return PaneTitle(
                "Traffic  " + pinned.title(state),
                right: right,
                alarm: state.staleness == nil ? nil : "STALE"
            )
        }
        let filter = state.panes[.traffic]?.filter.active.map { "  filter \($0)" } ?? ""
        return PaneTitle("Traffic" + filter, right: condition(state), alarm: state.staleness == nil ? nil : "STALE")
    }

    /// The state of the list, in words.
    static func condition(_ state: ConsoleState) -> String {
        if let old = state.staleness { return "STALE \(Words.age(old))" }
        let new = state.traffic.newCount
        let held = new > 0 ? "HOLDING  ▲ \(Words.count(new)) new" : "HOLDING"
        if state.connection.paused { return state.traffic.isFollowing ? "PAUSED" : "PAUSED \(held)" }
        return state.traffic.isFollowing ? "LIVE" : held
    }

    static func detailTitle(_ state: ConsoleState) -> String {
        guard !state.traffic.isFollowing, let row = state.traffic.selectedRow else { return "following" }
        return row.call.map { "\($0.code)  \($0.endpoint)" } ?? "gap"
    }

    static func tabs(_ state: ConsoleState) -> [String] { ["Why", "Claims", "Wire", "Timing", "Sign-up"] }

    static func position(_ state: ConsoleState) -> String {
        place(state, hasMore: state.traffic.active.older != .none)
            + markNote(state.traffic.selection, always: count(state) > 0 && state.size.width >= 80)
    }

    static func drawList(_ state: ConsoleState, in area: Rect, on frame: inout Frame) {
        guard count(state) > 0 else { return Empty.draw(emptyLines(state), in: area, on: &frame) }
        var rows = TrafficRows(state.traffic)
        rows.isMasked = state.isMasked
        rows.search = Needle(state.pane.search.term)
        Table(columns: shownColumns(state, width: area.width), isFocused: !state.pane.isDetailFocused)
            .draw(rows, selection: state.traffic.selection, in: area, of: &frame)
    }

    static func columns(width: Int) -> [Column] { width >= 110 ? wideColumns : columns }

    private static let columns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("endpoint", title: "ENDPOINT", minimum: 12, ideal: 16, dropPriority: 1),
        Column("applicant", title: "APPLICANT", minimum: 14, ideal: 26, weight: 4, truncation: .addressDomain),
        Column("decision", title: "DECISION", minimum: 8, ideal: 8),
        Column("took", title: "TOOK", minimum: 5, ideal: 5, dropPriority: 3),
        Column("by", title: "BY", minimum: 7, ideal: 7, weight: 2, dropPriority: 2),
    ]

    private static let wideColumns = [
        Column("time", title: "TIME", minimum: 8, ideal: 8),
        Column("code", title: "CODE", minimum: 9, ideal: 9),
        Column("endpoint", title: "ENDPOINT", minimum: 16, ideal: 20, weight: 1),
        Column("applicant", title: "APPLICANT", minimum: 26, ideal: 32, weight: 4, truncation: .addressDomain),
        Column("issuer", title: "FROM", minimum: 9, ideal: 12),
        Column("step", title: "STEP", minimum: 25, ideal: 25, dropPriority: 8),
        Column("decision", title: "DECISION", minimum: 8, ideal: 8),
        Column("status", title: "HTTP", minimum: 4, ideal: 4, dropPriority: 7),
        Column("took", title: "TOOK", minimum: 5, ideal: 6),
        Column("by", title: "BY", minimum: 10, ideal: 14, weight: 2),
    ]

    private static func emptyLines(_ state: ConsoleState) -> [String] {
        if let pinned = state.traffic.pinned {
            return [pinned.isReading ? "Reading…" : "No call of this is kept.", "esc goes back."]
        }
        if state.traffic.query != nil {
            // No row here matches, and the daemon has not answered yet.
            if state.traffic.stream.isUnread { return ["Looking through what is kept…"] }
            return ["No call that is kept matches the filter.", "^X turns it off for a moment, f changes it."]
        }
        guard state.connection.phase == .live, !state.traffic.stream.isUnread else {
            return Empty.unread(state)
        }
        let listen = state.status?.listen ?? "its address"
        return [
            "No calls yet.",
            "Point an API connector at http://\(listen)/endpoints/NAME,",
            "or run gatehouse demo to see some traffic.",
        ]
    }

    // MARK: Detail

    static func detail(_ state: ConsoleState, width: Int) -> [Line] {
        guard !state.traffic.isFollowing else { return pulse(state) }
        guard let row = state.traffic.selectedRow else { return [] }
        guard let call = row.call else { return gapLines(row) }
        if state.pane.tab == 2 { return wire(call, state) }
        switch state.resources["call/\(call.id)"] {
        case .failed(let error): return [Line("\(error.description)", .error)]
        case .loaded, .loading, nil: break
        }
        guard case .call(let detail) = state.resources.value("call/\(call.id)") else { return [Line("reading…", .dim)] }
        switch state.pane.tab {
        case 1: return ClaimsLines.lines(detail.claims, kept: detail.bodiesKept, state)
        case 3: return TimingLines.lines(detail, width: width)
        case signUpTab: return signUp(detail, state)
        default: return WhyLines.lines(detail, state)
        }
    }

    /// The sign-up of the call, with this call marked among the others.
    private static func signUp(_ detail: CallDetail, _ state: ConsoleState) -> [Line] {
        guard let code = detail.signUp else {
            let lines = [Line("This call belongs to no sign-up of a user flow of ours.", .hint)]
            guard detail.call.email != nil else { return lines }
            return lines + [Line("P shows the other calls of the person all the same.", .hint)]
        }
        if case .failed(let error) = state.resources["sign-up/\(code)"] {
            return [Line(SafeText(error.problem?.detail ?? error.description), .error)]
        }
        guard case .signUp(let signUp) = state.resources.value("sign-up/\(code)") else {
            return [Line("reading…", .dim)]
        }
        return SignUpLines.timeline(signUp, current: detail.call.id, state) + [
            Line("S opens it on the Flows screen.", .hint)
        ]
    }

    private static func gapLines(_ row: TrafficRow) -> [Line] {
        guard case .gap(_, let count, let from, let to) = row else { return [] }
        return [
            Line(
                "\(Words.count(Int(clamping: count), "event")) missed \(Words.clock(from)) to \(Words.clock(to))",
                .warn
            ),
            Line("This console was away or too slow; the journal has them all. R reads the list again.", .dim),
        ]
    }

    /// The daemon's figures, while the list follows.
    private static func pulse(_ state: ConsoleState) -> [Line] {
        guard let status = state.status else { return [Line("reading…", .dim)] }
        let outcomes = Outcome.allCases.compactMap { outcome -> [Span]? in
            guard let count = status.outcomes[outcome.rawValue], count > 0 else { return nil }
            return [
                Span(SafeText(outcome.rawValue + " "), TrafficCell.role(outcome)),
                Span(SafeText(Words.count(count) + "   "), .text),
            ]
        }
        var lines = [
            Line(outcomes.flatMap(\.self)),
            Line(
                "\(Words.count(status.callsTotal, "call")) since the start, \(Words.count(status.callsKept)) kept, policy revision \(status.revision), \(Words.count(status.entries)) list entries",
                .dim
            ),
        ]
        lines += status.degraded.map { Line("\($0)", .warn) }
        lines += [Line(), Line("Moving the cursor holds the list; F or g follows again.", .hint)]
        return lines
    }

    private static func folding(_ state: ConsoleState) -> String {
        state.traffic.foldDepth.map { "below depth \($0) now" } ?? "nothing is folded now"
    }

    private static func wire(_ call: CallSummary, _ state: ConsoleState) -> [Line] {
        switch state.resources["bodies/\(call.id)"] {
        case .failed(let error): return [Line("\(error.description)", .error)]
        case .loading: return [Line("reading…", .dim)]
        case .loaded(.bodies(let bodies), _):
            return [Line("z folds what lies deep: \(folding(state))", .hint)]
                + WireLines.lines(bodies, call, folding: state.traffic.foldDepth)
        case .loaded, nil: return [Line("r reveals the bodies; that you looked is written to the audit log.", .hint)]
        }
    }
}
