import GatehouseModel
import TerminalUI

/// How a call's time was spent.
enum TimingLines {
    static func lines(_ detail: CallDetail, width: Int) -> [Line] {
        if detail.call.direction == .outbound { return outbound(detail, width: width) }
        let stages = detail.trace.stages
        guard !stages.isEmpty else { return [Line("No stage times were recorded.", .hint)] }
        var lines = bars(
            stages.map { ($0.name, Double(max(0, $0.microseconds)), "\(Words.count($0.microseconds)) µs") },
            width
        )
        lines.append(Line("in all \(Words.took(detail.call.tookMs)), the journal's fsync included", .dim))
        return lines
    }

    /// The time on the network and at the other side. Parts that did not happen, such as connecting over an open
    /// connection, are marked.
    private static func outbound(_ detail: CallDetail, width: Int) -> [Line] {
        guard let timing = detail.timing else { return [Line("No times were recorded for this call.", .hint)] }
        let parts: [(String, Double?)] = [
            ("DNS", timing.dnsMs), ("connect", timing.connectMs), ("TLS", timing.tlsMs),
            ("first byte", timing.firstByteMs),
        ]
        let rows = parts.map { name, took in (name, took ?? 0, took.map(precise) ?? "-") }
        var lines = bars(rows, width)
        if timing.dnsMs == nil, timing.connectMs == nil, timing.tlsMs == nil, timing.firstByteMs != nil {
            lines.append(Line("A connection was kept from an earlier call.", .hint))
        }
        lines.append(Line("in all \(precise(timing.totalMs ?? detail.call.tookMs))", .dim))
        return lines
    }

    private static func precise(_ milliseconds: Double) -> String {
        guard milliseconds.isFinite, milliseconds >= 0, milliseconds < 10 else { return Words.took(milliseconds) }
        let tenths = Int(nearest: milliseconds * 10)
        return "\(tenths / 10).\(tenths % 10)ms"
    }

    private static func bars(_ rows: [(name: String, length: Double, text: String)], _ width: Int) -> [Line] {
        let longest = max(0.001, rows.map(\.length).max() ?? 0)
        let room = max(4, width - 30)
        return rows.map { row in
            let length =
                row.length > 0
                ? max(1, min(room, Int(nearest: (row.length / longest * Double(room)).rounded(.down)))) : 0
            return [
                Span(SafeText(row.name).fitted(to: 16), .dim),
                Span(SafeText(row.text).fitted(to: 11, alignment: .right), .text),
                Span(" " + SafeText("▬").repeated(length), .chart1),
            ]
        }
    }
}
