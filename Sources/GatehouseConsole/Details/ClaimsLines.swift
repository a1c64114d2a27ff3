import GatehouseModel
import TerminalUI

/// Claims as name and value, one a line. Labels are ours; values are escaped.
enum ClaimsLines {
    static func lines(_ claims: Claims?, kept: Bool, _ state: ConsoleState) -> [Line] {
        guard let claims else {
            guard let role = state.role, role > .viewer else {
                return [Line("Viewers see no claim values; the role approver does.", .hint)]
            }
            return [Line(kept ? "This call brought no claims." : "The claims are no longer kept.", .hint)]
        }
        var pairs: [(String, String)] = []
        if let email = claims.email { pairs.append(("email", email)) }
        for identity in claims.identities {
            pairs.append(("identity", "\(identity.issuer) · \(identity.issuerAssignedID) · \(identity.signInType)"))
        }
        if !claims.locales.isEmpty { pairs.append(("locales", claims.locales.joined(separator: ", "))) }
        for name in claims.attributes.keys.sorted() { pairs.append((name, text(claims.attributes[name] ?? .null))) }
        let width = min(24, pairs.map { SafeText($0.0).width }.max() ?? 0)
        return pairs.map { name, value in
            let shown = SafeText(value)
            let hidden = shown.warnings
            var line: Line = [Span(SafeText(name).fitted(to: width) + "  ", .dim), Span(shown, .text)]
            if hidden > 0 {
                line.spans.append(Span("  [\(Words.count(hidden, "hidden character"))]", .warn))
            }
            return line
        }
    }

    /// A value on one line.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .double(let value): String(value)
        case .string(let value): value
        case .array(let values): "[" + values.prefix(50).map(text).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.keys.sorted().prefix(50).map { "\($0): " + text(members[$0] ?? .null) }.joined(
                    separator: ", "
                ) + "}"
        }
    }
}
