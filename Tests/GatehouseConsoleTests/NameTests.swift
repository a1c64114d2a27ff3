import ControlProtocol
import GatehouseModel
import TerminalUI
import Testing

@testable import GatehouseConsole

@Suite struct `Names on the screens` {
    let daemon = Situation.daemon()

    @Test func `every column of a list that can be filtered is a field, or says what to write instead`() {
        let console = ConsoleDriver(daemon)
        for screen in ScreenID.allCases {
            guard let filtering = screen.filtering, let columns = screen.columns else { continue }
            let fields = filtering.filterFields(console.state)
            for column in columns.columns(width: 80) + columns.columns(width: .max) {
                let isKnown = fields[column.id] != nil || fields.remedy(for: column.id) != nil
                #expect(isKnown, "\(screen) has the column \(column.id)")
                let title = column.title.plain.lowercased()
                #expect(fields[title] != nil || fields.remedy(for: title) != nil, "\(screen) has the title \(title)")
            }
        }
    }

    @Test func `every column of sign-ups, accounts and connector calls is a field, or says what to write instead`() {
        let lists: [(columns: [Column], fields: QueryFields)] = [
            (SignUpsView.wideColumns, SignUp.queryFields), (AccountsView.columns, Account.queryFields),
            (ConnectorCallsView.columns, CallSummary.queryFields),
        ]
        for (columns, fields) in lists {
            for column in columns {
                #expect(fields[column.id] != nil || fields.remedy(for: column.id) != nil, "column \(column.id)")
            }
        }
    }

    @Test(arguments: ScreenID.allCases)
    func `tab completes every field of the screen's filter`(screen: ScreenID) {
        let console = ConsoleDriver(daemon)
        console.type("\(screen.type.digit)")
        guard let fields = screen.filtering?.filterFields(console.state) else { return }
        for field in fields.fields {
            let found = FilterCompletion.completions(of: "a (-" + field.name.dropLast(), console.state)
            #expect(found.contains("a (-\(field.name):"), "\(field.name): \(found)")
        }
    }

    @Test func `tab completes fields and their words in the filter prompt`() {
        let console = ConsoleDriver(daemon)
        console.type("1f<^U>outc<tab>")
        #expect(console.footer.contains("filter: outcome:"))
        console.type("bl<tab>")
        #expect(console.footer.contains("filter: outcome:block"))
        console.type(",pe<tab>")
        #expect(console.footer.contains("filter: outcome:block,pending"))
        console.type("<enter>")
        #expect(console.state.pane.filter.text == "outcome:block,pending")
    }

    @Test func `several completions are listed above the filter with what they mean`() {
        let console = ConsoleDriver(daemon)
        console.type("1f<^U>st<tab>")
        #expect(console.shows("where in the sign-up"))
        #expect(console.footer.contains("filter: step:"))
        console.type("<tab>")
        #expect(console.footer.contains("filter: status:"))
    }

    @Test func `a query after a command is completed too`() {
        let console = ConsoleDriver(daemon)
        console.type("2:filter dom<tab>")
        #expect(console.footer.hasPrefix(":filter domain:"))
    }

    @Test func `a command of other screens says where it works`() {
        for here in ScreenID.allCases {
            let known = Set(CommandTable.commands(on: here).map(\.name))
            for other in ScreenID.allCases {
                for command in other.type.commands where !known.contains(command.name) {
                    let console = ConsoleDriver(daemon)
                    console.type("\(here.type.digit)")
                    guard CommandLine(command.name, on: here).command(on: here) == nil else { continue }
                    var state = console.state
                    _ = CommandLine(command.name, on: here).run(&state)
                    let said = state.notice?.text ?? ""
                    #expect(said.hasPrefix("\(command.name) works on "), "\(command.name) on \(here): \(said)")
                    #expect(said.contains(other.type.title), "\(command.name) on \(here): \(said)")
                }
            }
        }
    }

    @Test func `approve on Traffic says that it works on Approvals`() {
        let console = ConsoleDriver(daemon)
        console.type("1:approve<enter>")
        #expect(console.footer.contains("approve works on Approvals; press 2"))
        console.type(":aprove<enter>")
        #expect(console.footer.contains("did you mean approve? It works on Approvals; press 2"))
        #expect(daemon.changes.isEmpty)
    }

    @Test func `requests are filtered by their domain`() {
        let console = ConsoleDriver(daemon)
        console.type("2:filter domain:no-such.example<enter>")
        #expect(console.state.pane.filter.text == "domain:no-such.example")
    }
}
