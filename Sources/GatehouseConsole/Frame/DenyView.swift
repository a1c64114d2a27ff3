import ControlProtocol
import GatehouseModel
import TerminalUI

/// The form for denying: who, why, the text for the applicant, and what else follows.
enum DenyView {
    static func draw(_ form: DenyForm, _ state: ConsoleState, over area: Rect, on frame: inout Frame) {
        let count = form.targets.count
        let width = min(72, area.width)
        let parts = Parts(form, width: width - 4, height: area.height - 2)
        let inner = Panel.draw(
            "Deny \(Words.count(count, "request"))",
            size: Size(width: width, height: parts.height + 2),
            keys: form.editing == nil
                ? [("y", count == 1 ? "deny" : "deny \(count)"), ("e", "edit text"), ("↑↓", "and")]
                : [("enter", "done")],
            danger: "y",
            over: area,
            on: &frame
        )
        var rows = RowWriter(area: inner)
        for line in parts.who { rows.add(line, on: &frame) }
        if parts.isSpaced { rows.skip() }
        drawReasons(form, &rows, on: &frame)
        drawMessage(form, rows: parts.message, &rows, on: &frame)
        for line in parts.options { rows.add(line, on: &frame) }
        if parts.isSpaced { rows.skip() }
        rows.add(preview(form, state), on: &frame)
    }

    /// The parts that grow, made to fit. What is chosen is always visible, because `y` carries it out.
    private struct Parts {
        var who: [Line]
        var options: [Line]
        let isSpaced: Bool
        /// The number of rows for the text to the applicant.
        var message = 2
        /// The number of rows for the reasons and for the people affected.
        private static let others = 3

        init(_ form: DenyForm, width: Int, height: Int) {
            who = DenyView.who(form, width: width)
            options = DenyView.options(form, width: width)
            isSpaced = who.count + options.count + message + Self.others + 2 <= height
            if who.count + options.count + message + Self.others > height {
                options = DenyView.options(form, onlyChosen: true, width: width)
                message = 1
            }
            who = Array(who.prefix(max(1, height - options.count - message - Self.others)))
        }

        var height: Int { who.count + options.count + message + Self.others + (isSpaced ? 2 : 0) }
    }

    /// The people to be denied, one row each. Addresses are shown whole, because the decision is about them.
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

    /// The label of a row; the short one in a narrow form.
    private static func label(_ long: SafeText, _ short: SafeText, width: Int) -> Span {
        Span(width >= 64 ? long.fitted(to: 18) : short.fitted(to: 5), .dim)
    }

    private static func drawReasons(_ form: DenyForm, _ rows: inout RowWriter, on frame: inout Frame) {
        let titles = form.reasons.map(\.text) + Array(repeating: "", count: max(0, 3 - form.reasons.count))
        let label = label("reason (log)", "log", width: rows.area.width)
        let width = min(22, (rows.area.width - label.text.width - 2) / 2 - 2)
        let choices = titles.enumerated().map { index, title in choice(index, title, form, width: width) }
        rows.add([label] + choices[0] + [Span("  ")] + choices[1], on: &frame)
        let row = rows.next()
        let indent = Span(SafeText(" ").repeated(label.text.width))
        let other = Line([indent]) + choices[2] + [Span("  ")] + choice(3, "other:", form, width: 9)
        if form.editing == .other {
            form.other.draw(label: other, in: row, of: &frame)
        } else {
            frame.write((other + [Span(SafeText(form.other.text))]).truncated(to: row.width), at: row.origin, in: row)
        }
    }

    private static func choice(_ index: Int, _ title: String, _ form: DenyForm, width: Int) -> Line {
        guard !title.isEmpty else { return Line(SafeText(" ").repeated(width + 2)) }
        let isChosen = form.choice == index
        let text = SafeText(title).fitted(to: width - 2)
        return [
            Span(isChosen ? "•" : " ", .key), Span(SafeText(String(index + 1)), .key), Span(" "),
            Span(text, isChosen ? .title : .text),
        ]
    }

    private static func drawMessage(_ form: DenyForm, rows count: Int, _ rows: inout RowWriter, on frame: inout Frame) {
        let label = label("to the applicant", "to", width: rows.area.width)
        let places = (0..<count).map { _ in rows.next() }
        let first = places[0]
        if form.editing == .message { return form.message.draw(label: [label], in: first, of: &frame) }
        let text = form.message.text
        let width = max(10, first.width - label.text.width)
        let shown = text.isEmpty ? Line("the queue's own text, in their language", .dim) : Line("\(text)")
        let lines = shown.wrapped(to: width)
        frame.write([label], at: first.origin, in: first)
        for (place, line) in zip(places, lines) {
            let isCut = place.y == places[count - 1].y && lines.count > count
            let shown = isCut ? (line + [Span(" …")]).truncated(to: width) : line
            frame.write(shown, at: Point(x: place.x + label.text.width, y: place.y), in: place)
        }
    }

    /// The further effects in full, because the list is part of what is confirmed.
    private static func options(_ form: DenyForm, onlyChosen: Bool = false, width: Int) -> [Line] {
        let titles = ["nothing more"] + form.options.map { "\($0.list): \($0.title)" }
        let label = label("and", "and", width: width)
        let shown = titles.enumerated().filter { !onlyChosen || $0.offset == form.option }
        return shown.enumerated().flatMap { place, option -> [Line] in
            let title = option.element + (onlyChosen && titles.count > 1 ? "  ↑↓ others" : "")
            let parts = Line(SafeText(title)).wrapped(to: max(10, width - label.text.width - 4))
            return parts.enumerated().map { row, part in
                let mark: SafeText = row > 0 ? "" : form.option == option.offset ? "(•)" : "( )"
                let first = place == 0 && row == 0 ? label : Span(SafeText(" ").repeated(label.text.width))
                return [first, Span(mark.fitted(to: 4), .key)] + part
            }
        }
    }

    private static func preview(_ form: DenyForm, _ state: ConsoleState) -> Line {
        let undo = " · undo for 10 s"
        if let exceptions = form.preview?.exceptions(state)?.first { return Line("\(exceptions)\(undo)", .warn) }
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
