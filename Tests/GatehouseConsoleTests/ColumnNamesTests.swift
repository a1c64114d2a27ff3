import ControlProtocol
import GatehouseModel
import TerminalUI
import Testing

@testable import GatehouseConsole

/// The titles over columns are names that filters know, or that they answer with the name to write.
@Suite struct `Column titles` {
    /// Columns that no filter can ask about, because they are computed when they are shown.
    private static let computed: Set<String> = ["sign-ups took"]

    @Test func `the title of every column of a list with a filter is a name for filters`() {
        let state = ConsoleDriver(Situation.daemon()).state
        for screen in ScreenID.allCases {
            guard let fields = screen.filtering?.filterFields(state) else { continue }
            for column in screen.columns?.columns(width: .max) ?? [] where column.title.plain.first?.isLetter == true {
                let name = column.title.plain.lowercased().replacing("-", with: "")
                guard !Self.computed.contains("\(screen.rawValue) \(name)") else { continue }
                let isKnown = fields[name] != nil || fields.replacements[name] != nil
                #expect(isKnown, "\(screen.rawValue): \(column.title.plain)")
            }
        }
    }
}
