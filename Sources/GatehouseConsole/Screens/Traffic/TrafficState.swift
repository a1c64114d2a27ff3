package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The calls shown and where the user is among them.
package struct TrafficState: Sendable {
    /// Everything that came, unfiltered.
    package var all = CallBuffer()
    /// What passed the filter, while there is one.
    package var filtered: CallBuffer?
    /// The filter as read; nil without one.
    package var query: Query?
    package var selection = TableSelection<TrafficKey>()
    /// The newest row shown while the list holds; nil follows.
    package var held: TrafficKey?
    /// When the daemon was lost, for the row that tells of the gap.
    package var lastEventAt: Timestamp?
    /// JSON bodies are folded below this depth; nil shows them whole.
    package var foldDepth: Int? = 2
    /// The calls shown in place of the stream.
    package var pinned: PinnedCalls?

    package init() {}

    /// What the list is made of at the moment.
    package var active: CallBuffer { pinned?.buffer ?? stream }

    /// What happens, as far as it passes the filter.
    package var stream: CallBuffer { filtered ?? all }

    /// Changes the stream's buffer where it stands: a copy of one would be megabytes.
    package mutating func changeStream(_ change: (inout CallBuffer) -> Void) {
        guard var buffer = filtered else { return change(&all) }
        filtered = nil
        change(&buffer)
        filtered = buffer
    }

    package var isFollowing: Bool { held == nil }

    /// How many rows of the active buffer are shown, oldest first.
    package var shownCount: Int {
        guard let held else { return active.rows.count }
        let index = active.lowerBound(of: held)
        return index < active.rows.count && active.rows[index].key == held ? index + 1 : index
    }

    /// What came since the list holds.
    package var newCount: Int { active.rows.count - shownCount }

    package var selectedRow: TrafficRow? {
        let rows = TrafficRows(self)
        return selection.index(in: rows).map { rows[$0] }
    }

    /// Freezes the list at what is shown, with a row selected.
    package mutating func hold() {
        guard held == nil, let newest = active.rows.last?.key else { return }
        held = newest
        selection.select(newest, in: TrafficRows(self), height: 1)
    }

    /// Shows some calls in place of the stream, the one given selected.
    package mutating func pin(_ calls: [CallSummary], _ subject: PinnedCalls.Subject, at id: CallID, from: ScreenID) {
        let before = pinned?.before ?? .init(held: held, selection: selection)
        let origin = pinned?.from ?? from
        let above = pinned?.above ?? []
        pinned = PinnedCalls(subject: subject, calls: calls, from: origin, before: before)
        pinned?.above = above
        held = active.rows.last?.key ?? TrafficKey(id)
        selection = TableSelection()
        selection.select(TrafficKey(id), in: TrafficRows(self), height: 1)
    }

    /// Shows the stream again, as it was; returns the screen that the calls were pinned from.
    package mutating func unpin() -> ScreenID? {
        guard let pinned else { return nil }
        self.pinned = nil
        held = pinned.before.held
        selection = pinned.before.selection
        return pinned.from
    }

    /// Goes with the newest again.
    package mutating func follow() {
        held = nil
        let marks = selection.marks
        selection = TableSelection()
        selection.marks = marks
        all.forgetReadBack()
        filtered?.forgetReadBack()
    }
}

/// News of requests that Traffic made.
package enum TrafficMessage: Sendable {
    /// The newest calls, with the filter they were asked with.
    case newest(filter: String?, Result<Page<CallSummary>, ControlError>)
    case older(filter: String?, Result<Page<CallSummary>, ControlError>)
    /// The calls of a person, asked for by one of them.
    case person(call: CallID, Result<Page<CallSummary>, ControlError>)
}

/// The rows that are shown, newest first.
package struct TrafficRows: TableRows {
    private let buffer: CallBuffer
    package let count: Int
    var isMasked = true
    var search: Needle?

    init(_ traffic: TrafficState) {
        buffer = traffic.active
        count = traffic.shownCount
    }

    subscript(index: Int) -> TrafficRow { buffer.rows[count - 1 - index] }

    package func id(at index: Int) -> TrafficKey { self[index].key }

    package func index(of id: TrafficKey) -> Int? {
        guard let index = buffer.index(of: id), index < count else { return nil }
        return count - 1 - index
    }

    package func highlight(at index: Int) -> TerminalUI.Role? {
        search.map { holds($0, at: index) } ?? false ? .match : nil
    }

    /// Whether a search finds a row.
    func holds(_ needle: Needle, at index: Int) -> Bool {
        switch self[index] {
        case .call(let call): TrafficCell.holds(needle, call)
        case .gap: needle.isIn("events missed")
        }
    }

    package func cell(at index: Int, column: String) -> Span {
        switch self[index] {
        case .call(let call): TrafficCell(call: call, isMasked: isMasked).span(column)
        case .gap(_, let count, let from, let to): gapCell(column, count, from, to)
        }
    }

    private func gapCell(_ column: String, _ count: Int64, _ from: Timestamp, _ to: Timestamp) -> Span {
        switch column {
        case "time": Span(SafeText(Words.clock(to)), .warn)
        case "endpoint": Span("since \(Words.clock(from))", .warn)
        case "applicant":
            Span("\(Words.count(Int(clamping: count), "event")) missed", .warn)
        default: Span("", .text)
        }
    }
}

/// How one call looks in each column.
struct TrafficCell {
    let call: CallSummary
    let isMasked: Bool

    /// What a search of calls in other lists looks at.
    static func words(_ call: CallSummary) -> String {
        [
            Words.clock(call.time), call.code.description, call.endpoint, call.email ?? "", call.outcome.rawValue,
            call.decidedBy.rawValue, call.issuer ?? "",
        ].joined(separator: " ")
    }

    /// Whether a search finds the call: in what is kept as text first, the time and the code are written out for it.
    static func holds(_ needle: Needle, _ call: CallSummary) -> Bool {
        needle.isIn(call.email) || needle.isIn(call.endpoint) || needle.isIn(call.outcome.rawValue)
            || needle.isIn(call.decidedBy.rawValue) || needle.isIn(call.issuer)
            || (needle.canBeClock && needle.isIn(Words.clock(call.time)))
            || (needle.canBeCode && needle.isIn(call.code.description))
    }

    func span(_ column: String) -> Span {
        switch column {
        case "time": Span(SafeText(Words.clock(call.time)), .dim)
        case "endpoint": Span(mark + SafeText(call.endpoint), .text)
        case "applicant": Span(SafeText(applicant), call.email == nil ? .dim : .text)
        case "decision": Span(SafeText(call.outcome.rawValue), Self.role(call.outcome))
        case "took": Span(SafeText(Words.took(call.tookMs)), call.tookMs > 500 ? .warn : .dim)
        case "by": Span(SafeText(decidedBy), .dim)
        case "issuer": Span(SafeText(Words.issuer(call.issuer)), .dim)
        case "step": Span(SafeText(call.step?.rawValue ?? "-"), .dim)
        case "code": Span(SafeText(call.code.description), .dim)
        case "status": Span(SafeText(String(call.status)), call.status >= 400 ? .error : .dim)
        default: Span("", .text)
        }
    }

    /// `↻` a recognised retry, `⇢` an outbound call.
    private var mark: SafeText {
        if call.retryOf != nil { return "↻" }
        return call.direction == .outbound ? "⇢ " : ""
    }

    private var applicant: String {
        guard let email = call.email, !email.isEmpty else { return "-" }
        return isMasked ? Masking.email(email) : email
    }

    private var decidedBy: String {
        if call.retryOf != nil { return "retry" }
        if call.outcome == .refused || (call.direction == .outbound && call.status > 0) { return String(call.status) }
        let text = call.decidedBy.rawValue
        guard text != "default" else { return "-" }
        return text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
    }

    static func role(_ outcome: Outcome) -> TerminalUI.Role {
        switch outcome {
        case .continue: .allowed
        case .block: .denied
        case .invalid: .warn
        case .pending: .pending
        case .refused: .error
        case .failed: .error
        }
    }
}
