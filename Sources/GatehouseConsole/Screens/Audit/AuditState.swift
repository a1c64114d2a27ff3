package import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// The loaded audit records.
package struct AuditState: ScreenState {
    package var records = Feed<AuditRecord>()
    package var isLoaded = false
    /// When to reload, because something happened.
    package var refreshAt: Timestamp?
    package var verification: AuditVerification?

    package init() {}

    package var selected: AuditRecord? {
        records.selection.index(in: AuditRows(self)).map { records.rows[$0] }
    }
}

/// Replies to requests from the Audit screen.
package enum AuditMessage: ScreenMessage {
    case listed(filter: String?, isMore: Bool, Result<Page<AuditRecord>, ControlError>)
    /// The newest records, while the rows are held.
    case news(filter: String?, Result<Page<AuditRecord>, ControlError>)
    case verified(Result<AuditVerification, ControlError>)

    package func update(_ state: inout ConsoleState) -> [Effect] { AuditScreen.update(self, &state) }
}

/// The records as a table.
package struct AuditRows: TableRows {
    private let records: [AuditRecord]
    var now = Timestamp(milliseconds: 0)

    init(_ state: AuditState) { records = state.records.rows }

    package var count: Int { records.count }
    package func id(at index: Int) -> Int { records[index].sequence }
    package func index(of id: Int) -> Int? { records.firstIndex { $0.sequence == id } }

    package func cell(at index: Int, column: String) -> Span {
        let record = records[index]
        switch column {
        case "number": return Span(SafeText(String(record.sequence)), .dim)
        case "time": return Span(SafeText(Words.moment(record.time, now: now)), .dim)
        case "user": return Span(SafeText(record.user), .text)
        case "role": return Span(SafeText(record.role?.rawValue ?? "-"), .dim)
        case "action": return Span(SafeText(record.action), Self.role(record.action))
        case "subject": return Span(SafeText(record.subject), .text)
        default: return Span("", .text)
        }
    }

    static func role(_ action: String) -> TerminalUI.Role {
        switch action.split(separator: ".").last {
        case "approve": .allowed
        case "deny", "remove": .denied
        case "reveal": .warn
        default: .text
        }
    }
}

extension ConsoleState {
    package internal(set) var audit: AuditState {
        get { screens[AuditState.self] }
        _modify { yield &screens[AuditState.self] }
    }
}

extension Message {
    package static func audit(_ message: AuditMessage) -> Message { .screen(message) }
}
