import ControlProtocol
import GatehouseModel
import TerminalUI

/// Denying: who, why, what the applicant reads, what else follows.
enum DenyView {
    static func draw(_ form: DenyForm, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let count = form.targets.count
        let width = min(72, area.width)
        let who = who(form, width: width - 4)
        let options = options(form, width: width - 4)
        let inner = Panel.draw(
            "Deny \(Words.count(count, "request"))",
            size: Size(width: width, height: who.count + options.count + 9),
            keys: form.editing == nil
                ? [("y", count == 1 ? "deny" : "deny \(count)"), ("e", "edit text"), ("↑↓", "and")]
                : [("enter", "done")],
            danger: "y",
            over: area,
            on: &frame
        )
        var rows = RowWriter(area: inner)
        for line in who { rows.add(line, on: &frame) }
        rows.skip()
        drawReasons(form, &rows, on: &frame)
        drawMessage(form, &rows, on: &frame)
        for line in options { rows.add(line, on: &frame) }
        rows.skip()
        rows.add(preview(form, state), on: &frame)
    }

    /// Who is denied: whole addresses, as the decision is about them; of several one row each.
    private static func who(_ form: DenyForm, width: Int) -> [Line] {
        let isOne = form.targets.count == 1
        let shown = form.targets.prefix(4).map { target -> Line in
            let asked = target.asks > 1 ? "   asked \(target.asks) times" : ""
            let email = SafeText(target.email ?? "no address")
            return [
                Span(isOne ? email : email.truncated(to: width * 2 / 3, keeping: .middle), .title),
                Span(SafeText("   \(target.displayName ?? "")").truncated(to: width), .text),
                Span(SafeText(asked), .warn),
            ]
        }
        let rest = form.targets.count - shown.count
        return shown.flatMap { isOne ? Array($0.wrapped(to: width).prefix(5)) : [$0.truncated(to: width)] }
            + (rest > 0 ? [Line("and \(rest) more", .dim)] : [])
    }

    private static func drawReasons(_ form: DenyForm, _ rows: inout RowWriter, on frame: inout Frame) {
        var titles = form.reasons.map(\.text)
        while titles.count < 3 { titles.append("") }
        let choices = titles.enumerated().map { index, title in choice(index, title, form) }
        rows.add([Span("reason (log)      ", .dim)] + choices[0] + [Span("  ")] + choices[1], on: &frame)
        let row = rows.next()
        let label = Line([Span("                  ")]) + choices[2] + [Span("  ")] + choice(3, "other:", form, width: 9)
        if form.editing == .other {
            form.other.draw(label: label, in: row, of: &frame)
        } else {
            frame.write(label + [Span(SafeText(form.other.text))], at: row.origin, in: row)
        }
    }

    private static func choice(_ index: Int, _ title: String, _ form: DenyForm, width: Int = 22) -> Line {
        guard !title.isEmpty else { return Line(SafeText(" ").repeated(width + 2)) }
        let isChosen = form.choice == index
        let text = SafeText(title).fitted(to: width - 2)
        return [
            Span(isChosen ? "•" : " ", .key), Span(SafeText(String(index + 1)), .key), Span(" "),
            Span(text, isChosen ? .title : .text),
        ]
    }

    private static func drawMessage(_ form: DenyForm, _ rows: inout RowWriter, on frame: inout Frame) {
        let label: Line = [Span("to the applicant  ", .dim)]
        let row = rows.next()
        if form.editing == .message {
            form.message.draw(label: label, in: row, of: &frame)
            _ = rows.next()
            return
        }
        let text = form.message.text
        let lines = (text.isEmpty ? Line("the queue's own text", .dim) : Line("\(text)")).wrapped(
            to: max(10, row.width - 18)
        )
        frame.write(label + (lines.first ?? []), at: row.origin, in: row)
        let second = rows.next()
        let rest = lines.dropFirst().first ?? []
        frame.write(
            Line([Span("                  ")])
                + (lines.count > 2 ? rest.truncated(to: row.width - 20) + [Span("…")] : rest),
            at: second.origin,
            in: second
        )
    }

    /// What else may follow, whole: which list it would be is part of what is confirmed.
    private static func options(_ form: DenyForm, width: Int) -> [Line] {
        let titles = ["nothing more"] + form.options.map { "\($0.list): \($0.title)" }
        return titles.enumerated().flatMap { index, title in
            Line(SafeText(title)).wrapped(to: max(10, width - 22)).enumerated().map { row, part -> Line in
                let label: SafeText = index == 0 && row == 0 ? "and" : ""
                let mark: SafeText = row > 0 ? "" : form.option == index ? "(•)" : "( )"
                return [Span(label.fitted(to: 18), .dim), Span(mark.fitted(to: 4), .key)] + part
            }
        }
    }

    private static func preview(_ form: DenyForm, _ state: ConsoleState) -> Line {
        let undo = " · undo for 10 s"
        guard form.option > 0, let entry = form.previewEntry else {
            return Line("no one else is affected\(undo)", .dim)
        }
        guard case .impact(let impact) = state.resources.value("impact/\(entry)") else {
            return Line("looking whom \(entry) would reach…\(undo)", .dim)
        }
        let own = form.targets.count
        let others = max(0, impact.waitingCount - own)
        return Line(
            "\(Words.count(others, "other")) waiting, \(Words.count(impact.calls, "call")) of the last \(impact.days) days match\(undo)",
            others > 0 ? .warn : .dim
        )
    }
}

/// Writes one row after the other and stops at the end of its area.
struct RowWriter {
    let area: Rect
    private var index = 0

    init(area: Rect) { self.area = area }

    mutating func next() -> Rect {
        index += 1
        return area.row(index - 1)
    }

    mutating func skip() { index += 1 }

    /// Rows that were written or skipped.
    var used: Int { index }

    mutating func add(_ line: Line, on frame: inout Frame) {
        let row = next()
        frame.write(line.truncated(to: row.width), at: row.origin, in: row)
    }
}
