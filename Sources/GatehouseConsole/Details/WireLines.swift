import GatehouseModel
import TerminalUI

/// The bodies of a call as sent and received, made safe to print.
enum WireLines {
    /// The maximum number of bytes shown of each body.
    static let limit = 65_536

    /// - Parameter depth: JSON below this depth is folded to one line; nil folds nothing.
    static func lines(_ bodies: CallBodies, _ call: CallSummary, folding depth: Int?) -> [Line] {
        [Line("request to \(call.endpoint)", .title)] + body(bodies.request, depth)
            + [Line(), Line("answer, status \(call.status)", .title)] + body(bodies.response, depth)
    }

    private static func body(_ text: String, _ depth: Int?) -> [Line] {
        guard !text.isEmpty else { return [Line("(empty)", .dim)] }
        let cut = String(text.prefix(limit))
        let shown = SafeText.lines(of: PrettyJSON.indented(cut, folding: depth), limit: 2000).map { Line($0) }
        return cut.count < text.count
            ? shown + [Line("… \(Words.count(text.count - cut.count, "more character"))", .warn)] : shown
    }
}
