import GatehouseModel
package import TerminalUI

/// The shown rows, newest first.
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

/// A call as shown in each column.
struct TrafficCell {
    let call: CallSummary
    let isMasked: Bool

    /// The text that a search compares, for calls in other lists.
    static func words(_ call: CallSummary) -> String {
        [
            Words.clock(call.time), call.code.description, call.endpoint, call.email ?? "", call.outcome.rawValue,
            call.decidedBy.rawValue, call.issuer ?? "",
        ].joined(separator: " ")
    }

    /// Whether a search finds the call. Compares stored text first; time and code have to be formatted for it.
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
