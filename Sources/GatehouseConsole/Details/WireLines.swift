import GatehouseModel
import TerminalUI

/// The bodies of a call as they went over the wire, made safe to look at.
enum WireLines {
    /// Bytes of each body that are shown.
    static let limit = 65_536

    static func lines(_ bodies: CallBodies, _ call: CallSummary) -> [Line] {
        [Line("request to \(call.endpoint)", .title)] + body(bodies.request)
            + [Line(), Line("answer, status \(call.status)", .title)] + body(bodies.response)
    }

    private static func body(_ text: String) -> [Line] {
        guard !text.isEmpty else { return [Line("(empty)", .dim)] }
        let cut = String(text.prefix(limit))
        let shown = SafeText.lines(of: PrettyJSON.indented(cut), limit: 2000).map { Line($0) }
        return cut.count < text.count
            ? shown + [Line("… \(Words.count(text.count - cut.count, "more character"))", .warn)] : shown
    }
}

/// Breaks JSON into lines without changing anything else of it; text that is no JSON stays almost as it is.
enum PrettyJSON {
    static func indented(_ text: String) -> String {
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" else { return text }
        var out = ""
        var depth = 0
        var inString = false
        var escaped = false
        for character in text {
            if inString {
                out.append(character)
                if escaped {
                    escaped = false
                } else if character == "\\" {
                    escaped = true
                } else if character == "\"" {
                    inString = false
                }
                continue
            }
            switch character {
            case "\"":
                inString = true
                out.append(character)
            case "{", "[":
                depth += 1
                out.append(character)
                out += "\n" + indent(depth)
            case "}", "]":
                depth = max(0, depth - 1)
                out += "\n" + indent(depth)
                out.append(character)
            case ",": out += ",\n" + indent(depth)
            case ":": out += ": "
            case " ", "\n", "\t", "\r", "\r\n": break
            default: out.append(character)
            }
        }
        return out
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "  ", count: min(depth, 20)) }
}
