import GatehouseModel
import TerminalUI

/// How far the sign-ups of a flow came, in numbers and bars.
enum FunnelLines {
    static func lines(_ flow: FlowSummary, width: Int) -> [Line] {
        let funnel = flow.funnel24h
        guard funnel.started > 0 else {
            return [
                Line("Nobody signed up through \(flow.flow.name) in the last 24 hours.", .hint),
                Line("gatehouse flows run \(flow.flow.name) plays a person.", .hint),
            ]
        }
        return stages(flow, width: width) + [Line()] + endings(funnel)
    }

    private static func stages(_ flow: FlowSummary, width: Int) -> [Line] {
        let funnel = flow.funnel24h
        let stages: [(name: String, count: Int, by: String?)] = [
            ("started", funnel.started, nil),
            ("past step 1", funnel.passedStep1, connector(flow, .postFederation)),
            ("form sent", funnel.submitted, nil),
            ("past step 2", funnel.passedStep2, connector(flow, .postAttributeCollection)),
            ("created", funnel.created, nil),
        ]
        // The name, the number, the share and the loss have fixed columns; the bar takes the room that connector names
        // leave.
        let names = stages.map { SafeText($0.by.map { "  \($0)" } ?? "").truncated(to: 22) }
        let room = max(4, min(60, width - 34 - (names.map(\.width).max() ?? 0)))
        var before = funnel.started
        return zip(stages, names).map { stage, name in
            let lost = max(0, before - stage.count)
            before = stage.count
            return [
                Span(SafeText(stage.name).fitted(to: 12), .dim),
                Span(SafeText(Words.count(stage.count)).fitted(to: 8, alignment: .right), .text),
                Span(" ", .text),
                Span(bar(stage.count, of: funnel.started, room: room).fitted(to: room), .chart1),
                Span(SafeText(Words.percent(stage.count, of: funnel.started)).fitted(to: 6, alignment: .right), .text),
                Span(SafeText(lost > 0 ? "-\(Words.count(lost))" : "").fitted(to: 7, alignment: .right), .warn),
                Span(name, .dim),
            ]
        }
    }

    private static func connector(_ flow: FlowSummary, _ step: Step) -> String? {
        flow.flow.steps[step].map { "⇢ \($0)" } ?? "not asked"
    }

    private static func endings(_ funnel: FlowSummary.Funnel) -> [Line] {
        let open = max(0, funnel.started - funnel.created - funnel.blocked - funnel.failed)
        let parts: [(String, Int, TerminalUI.Role)] = [
            ("blocked", funnel.blocked, .denied), ("failed", funnel.failed, .error),
            ("sent back to the form", funnel.invalid, .warn), ("under way or left", open, .pending),
        ]
        let spans = parts.flatMap { name, count, role in
            [Span(SafeText(name + " "), .dim), Span(SafeText(Words.count(count) + "   "), count > 0 ? role : .dim)]
        }
        return [
            Line(spans),
            Line("The last 24 hours; ] goes on to the sign-ups, and enter there opens one.", .hint),
        ]
    }

    /// At least one cell for any number above zero, so that a few never look like none.
    static func bar(_ count: Int, of whole: Int, room: Int) -> SafeText {
        guard whole > 0, count > 0 else { return "" }
        return SafeText("█").repeated(
            max(1, min(room, Int(nearest: (Double(count) / Double(whole) * Double(room)).rounded(.down))))
        )
    }

    /// The created share as a small bar with its number: `████████··  79 %`.
    static func share(_ funnel: FlowSummary.Funnel) -> SafeText {
        guard funnel.started > 0 else { return "-" }
        let room = 10
        let filled = bar(funnel.created, of: funnel.started, room: room)
        let percent = SafeText(Words.percent(funnel.created, of: funnel.started)).fitted(to: 6, alignment: .right)
        return filled + SafeText("·").repeated(room - filled.width) + percent
    }
}

/// A flow as written in the policy.
enum FlowLines {
    static func lines(_ flow: UserFlow) -> [Line] {
        var lines = [
            pair("flow", flow.name),
            pair("providers", flow.identityProviders.isEmpty ? "none" : flow.identityProviders.joined(separator: ", ")),
        ]
        for step in Step.allCases where flow.steps[step] != nil || step != .preTokenIssuance {
            lines.append(pair(step == .preTokenIssuance ? "step 3" : label(step), flow.steps[step] ?? "no connector"))
        }
        lines.append(
            pair("token", flow.applicationClaims.isEmpty ? "no claims" : flow.applicationClaims.joined(separator: ", "))
        )
        lines.append(Line())
        guard !flow.attributes.isEmpty else { return lines + [Line("The form asks for nothing.", .hint)] }
        lines.append(Line("the form asks, in this order", .title))
        return lines + flow.attributes.map(attribute)
    }

    private static func label(_ step: Step) -> String { step == .postFederation ? "step 1" : "step 2" }

    private static func attribute(_ attribute: UserFlow.Attribute) -> Line {
        [
            Span(SafeText("  " + attribute.name).fitted(to: 30)),
            Span(SafeText(attribute.kind.rawValue).fitted(to: 8), .dim),
            Span(
                SafeText(attribute.isRequired ? "required" : "optional").fitted(to: 10),
                attribute.isRequired ? .text : .dim
            ),
            Span(SafeText(attribute.page > 1 ? "page \(attribute.page)  " : ""), .dim),
            Span(SafeText(attribute.label.map { "\u{22}\($0)\u{22}" } ?? ""), .dim),
        ]
    }

    static func pair(_ name: String, _ value: String, _ role: TerminalUI.Role = .text, width: Int = 13) -> Line {
        [Span(SafeText(name).fitted(to: width - 1) + " ", .dim), Span(SafeText(value), role)]
    }
}
