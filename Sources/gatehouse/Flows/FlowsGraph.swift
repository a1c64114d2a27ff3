import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension FlowsCommand {
    /// `gatehouse flows import`
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a tenant's connectors and user flows, as Microsoft Graph tells them, into policy.",
            discussion: """
                Reads what GET /identity/apiConnectors and GET /identity/b2xUserFlows answer (with \
                $expand=userFlowIdentityProviders,userAttributeAssignments and the apiConnectorConfiguration), and \
                prints [[connector]] and [[flow]] tables to append to the policy. With --apply it appends and applies \
                them. Secrets are never taken over; remarks say which files to write.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Graph's JSON; - reads standard input.") var files: [String]
        @Flag(help: "Leave keys in the URLs, instead of naming a file for each.") var keepKeys = false
        @Flag(help: "Append to the policy in force and apply it.") var apply = false
        @Option(help: "With --apply: why, for the history.") var comment: String?

        func validate() throws {
            guard comment == nil || apply else { throw ValidationError("--comment goes with --apply.") }
        }

        func run() async throws {
            let sent = try files.map { path in
                ImportGraph.File(
                    name: path == "-" ? "standard input" : URL(filePath: path).lastPathComponent,
                    content: try TextFile.read(path, limit: 1 << 20)
                )
            }
            let parts = try await control.ask(ImportGraph(files: sent, keepKeys: keepKeys ? true : nil))
            for note in parts.notes { control.printer.remark(PrintedText(line: note)) }
            guard apply else {
                if control.printing.output == .table { return StandardOutput.write(document: parts.document) }
                return try control.printer.show(parts, card: Card(""))
            }
            let policy = try await control.ask(GetPolicy())
            let whole = policy.document + (policy.document.hasSuffix("\n") ? "\n" : "\n\n") + parts.document
            let applied = try await control.ask(
                ApplyPolicy(document: whole, comment: comment ?? "imported from Graph", base: policy.revision)
            )
            let names = (parts.connectors + parts.flows).joined(separator: ", ")
            control.printer.remark("revision \(applied.revision) is in force, with \(names)")
            if control.printing.output != .table { try control.printer.show(applied, card: applied.card) }
        }
    }

    /// `gatehouse flows export`
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Connectors and user flows as Microsoft Graph would tell them, as JSON; secrets are masked."
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "Only this flow and its connectors.") var flow: String?
        @Flag(help: "In the shapes of Microsoft Graph; the only format so far, so it may be left out.") var graph =
            false

        func run() async throws {
            let text = try await control.ask(ExportGraph(flow: flow)).document
            let document = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
            // People read the document itself: it has no other form.
            let format = control.printing.output == .table ? OutputFormat.json : control.printing.output
            try Printer(format: format, terminal: .current).show(document, card: Card(""))
        }
    }
}
