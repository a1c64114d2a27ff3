import GatehouseModel
import TerminalUI

/// Where a call's time went.
enum TimingLines {
    static func lines(_ detail: CallDetail, width: Int) -> [Line] {
        let stages = detail.trace.stages
        guard !stages.isEmpty else { return [Line("No stage times were recorded.", .hint)] }
        let longest = max(1, stages.map(\.microseconds).max() ?? 1)
        let bar = max(4, width - 30)
        var lines = stages.map { stage -> Line in
            let length = min(bar, Int(Double(max(0, stage.microseconds)) / Double(longest) * Double(bar)))
            return [
                Span(SafeText(stage.name).fitted(to: 16), .dim),
                Span(SafeText("\(Words.count(stage.microseconds)) µs").fitted(to: 11, alignment: .right), .text),
                Span(" " + SafeText("▬").repeated(length), .chart1),
            ]
        }
        lines.append(Line("in all \(Words.took(detail.call.tookMs)), the journal's fsync included", .dim))
        return lines
    }
}
