import ControlProtocol
import GatehouseModel
import TerminalUI

/// Copies and exports of the list.
extension TrafficScreen {
    static func copies(_ state: ConsoleState) -> [MenuItem] {
        guard let call = state.traffic.selectedRow?.call else { return [] }
        return [
            MenuItem.copy("c", "code", call.code.description),
            MenuItem.copy("i", "id", call.id.description),
            MenuItem.copy("e", "address", call.email),
            MenuItem.copy("d", "domain", Words.domain(call.email)),
            MenuItem.copy("l", "link for the CLI", "gatehouse traffic show \(call.code)"),
        ].compactMap(\.self)
    }

    static func table(_ state: ConsoleState) -> [[String]] {
        let rows = TrafficRows(state.traffic)
        let marks = state.traffic.selection.marks
        let shown = (0..<rows.count).map { rows[$0] }.filter { marks.isEmpty || marks.contains($0.key) }
        return table(of: shown.compactMap(\.call), state)
    }

    /// Calls as rows for CSV, with a header.
    static func table(of calls: [CallSummary], _ state: ConsoleState) -> [[String]] {
        let header = [
            "time", "code", "direction", "endpoint", "step", "outcome", "status", "email", "issuer", "took_ms",
            "decided_by",
        ]
        return [header]
            + calls.map { call in
                [
                    call.time.description, call.code.description, call.direction.rawValue, call.endpoint,
                    call.step?.rawValue ?? "", call.outcome.rawValue, String(call.status), state.shown(call.email),
                    call.issuer ?? "", String(call.tookMs), call.decidedBy.rawValue,
                ]
            }
    }
}
