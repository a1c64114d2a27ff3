import ArgumentParser
import Dialects
import Foundation
import GatehouseModel
import NIOPosix
import OutboundHTTP
import UserFlows

extension FlowsCommand {
    /// `gatehouse flows check`
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Play the provider against an API, and name every rule of the contract that it breaks.",
            discussion: """
                Sends valid, sparse, unusual and hostile sign-ups to URL, without a daemon. The API takes them for \
                real, so point it at one that may. Exit status 0 when the contract is kept, 1 when it is not.
                """
        )

        @Argument(help: "The API's URL.") var url: String
        @Option(help: "entra-b2b or entra-b2c.") var dialect: DialectName
        @Option(help: "post-federation, post-attribute-collection or pre-token-issuance.") var step: Step
        @Option(help: ArgumentHelp("The user name, and the file with the password.", valueName: "user:file"))
        var basic: String?
        @Option(help: ArgumentHelp("A file with a bearer token.", valueName: "file")) var bearer: String?
        @Option(help: ArgumentHelp("A PEM file with the client certificate.", valueName: "file"))
        var clientCertificate: String?
        @Option(help: ArgumentHelp("The PEM file with its private key.", valueName: "file")) var privateKey: String?
        @Option(help: ArgumentHelp("A PEM file with the authorities to trust.", valueName: "file")) var ca: String?
        @Option(help: "How long to wait for one answer, in seconds; what the provider waits unless said.")
        var timeout: Int?
        @Option(
            help: ArgumentHelp(
                "Claims of a person whom the API lets in, from whom all ordinary sign-ups are made; - is standard input.",
                valueName: "file"
            )
        )
        var claims: String?
        @Flag(help: "Hardening counts too: what the API does with requests that no provider sends.") var strict = false
        @OptionGroup var printing: PrintingOptions

        func run() async throws {
            let check: ContractCheck
            do throws(OutboundProblem) {
                check = try ContractCheck(try target(), group: MultiThreadedEventLoopGroup.singleton)
            } catch {
                throw Failure(.usage, error.description)
            }
            let printer = printing.printer
            let isTable = printer.format == .table
            let report = await check.run { result in
                if isTable { StandardOutput.write(result.line(on: printer.terminal, strict: strict) + "\n") }
            }
            if isTable {
                StandardOutput.write(PrintedText.joined(report.lines(on: printer.terminal), "\n") + "\n")
            } else if printer.format == .json {
                try printer.show(report, card: Card(""))
            } else {
                try printer.list(report.results, nothing: "")
            }
            if !report.passed { throw Failure.silent(.failure) }
        }

        private func target() throws(OutboundProblem) -> CheckTarget {
            guard dialect.facts.stepNames.contains(step) else {
                throw OutboundProblem("\(dialect.rawValue) does not call at the step \(step.rawValue)")
            }
            let place: ConnectorURL
            do throws(ConnectorURLProblem) {
                place = try ConnectorURL(url)
            } catch {
                throw OutboundProblem("the URL cannot be called: \(error)")
            }
            if let timeout, !(1...120).contains(timeout) {
                throw OutboundProblem("--timeout is out of range; write 1 to 120")
            }
            let (authentication, files) = try credentials()
            return CheckTarget(
                url: place,
                dialect: dialect,
                step: step,
                authentication: authentication,
                timeout: timeout.map { .seconds($0) },
                trustedPEM: try ca.map(read),
                files: files,
                trustFile: ca,
                person: try claims.map(person),
                strict: strict
            )
        }

        /// The person in a file of claims.
        private func person(_ file: String) throws(OutboundProblem) -> Claims {
            let bytes: [UInt8]
            do {
                bytes = [UInt8](try TextFile.bytes(file, limit: 256 << 10))
            } catch { throw OutboundProblem("\(file) cannot be read") }
            let read = bytes.withUnsafeBytes { body in
                Result { () throws(BodyProblem) in
                    try dialect.dialect.claims(of: InboundCall(body: body), at: step)
                }
            }
            switch read {
            case .failure(let problem): throw OutboundProblem("\(file): \(problem)")
            case .success(let person):
                guard person.email != nil else { throw OutboundProblem("\(file) has no email; the person needs one") }
                return person
            }
        }

        private func credentials() throws(OutboundProblem) -> (Connector.Authentication, [String]) {
            guard [basic, bearer, clientCertificate].count(where: { $0 != nil }) <= 1 else {
                throw OutboundProblem("give one of --basic, --bearer and --client-certificate")
            }
            if let basic {
                guard let colon = basic.firstIndex(of: ":"), colon > basic.startIndex else {
                    throw OutboundProblem("--basic is USER:FILE, with the file that holds the password")
                }
                let file = String(basic[basic.index(after: colon)...])
                return (.basic(username: String(basic[..<colon]), password: try secret(file)), [file])
            }
            if let bearer {
                let token = try secret(bearer)
                guard token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                    throw OutboundProblem("\(bearer) holds no token: a header cannot carry its characters")
                }
                return (.bearer(token: token), [bearer])
            }
            guard let clientCertificate else { return (.none, []) }
            let key = privateKey ?? clientCertificate
            let certificate = try ClientCertificate(
                file: clientCertificate,
                chainPEM: try read(clientCertificate),
                keyPEM: try read(key),
                uploaded: nil
            )
            return (.certificates([certificate]), [clientCertificate, key])
        }

        /// The file's text without its final line end.
        private func secret(_ file: String) throws(OutboundProblem) -> String {
            var text = String(decoding: try read(file), as: UTF8.self)[...]
            if text.last?.isNewline == true { text.removeLast() }
            guard !text.isEmpty else { throw OutboundProblem("\(file) is empty; put the secret there") }
            return String(text)
        }

        private func read(_ file: String) throws(OutboundProblem) -> [UInt8] {
            do throws(FileProblem) {
                return try BoundedFile.bytes(file, limit: 256 << 10, kind: .stream)
            } catch {
                throw OutboundProblem("\(error); create it, or correct its name")
            }
        }
    }
}

extension DialectName: ExpressibleByArgument {}
extension Step: ExpressibleByArgument {}

extension ContractResult: Listable {
    static var columns: [Column<ContractResult>] {
        [
            Column("CASE") { $0.name },
            Column("PART") { $0.part.rawValue },
            Column("RESULT") { $0.word(strict: false) },
            Column("STATUS") { $0.status.map(String.init) ?? "-" },
            Column("READING") { $0.reading },
        ]
    }

    static var fields: [String] {
        ["name", "title", "part", "passed", "status", "reading", "took_ms", "findings", "curl"]
    }

    /// `ok`, `BREACH`, or `advice` for a request that no provider sends.
    fileprivate func word(strict: Bool) -> String {
        passed ? "ok" : part == .contract || strict ? "BREACH" : "advice"
    }

    /// `BREACH  missing-version    200  version-present   12ms  what was sent`.
    fileprivate func line(on terminal: Terminal, strict: Bool) -> PrintedText {
        let word = word(strict: strict)
        let verdict = PrintedText(line: word).padded(to: 6)
        let facts = [
            PrintedText(line: name).padded(to: 18), PrintedText(line: status.map(String.init) ?? "-").padded(to: 3),
            PrintedText(line: reading).padded(to: 24), PrintedText(line: Moment.took(tookMs)).padded(to: 6),
            PrintedText(line: title),
        ]
        let line = PrintedText.joined(facts, "  ")
        let tone: Tone = passed ? .good : word == "BREACH" ? .bad : .attention
        return verdict.painted(tone, on: terminal) + "  "
            + (terminal.width.map { line.cut(to: $0 - 8) } ?? line)
    }
}

extension ContractReport {
    /// Every broken rule once, with the cases that broke it and a command that repeats the first one.
    fileprivate func lines(on terminal: Terminal) -> [PrintedText] {
        var lines: [PrintedText] = []
        let groups: [(word: String, findings: [ContractFinding])] = [
            ("breach", results.filter { $0.part == .contract }.flatMap(\.findings).filter(\.isBreach)),
            (
                strict ? "breach" : "advice",
                results.filter { $0.part == .hardening }.flatMap(\.findings).filter(\.isBreach)
            ),
            ("remark", results.flatMap(\.findings).filter { !$0.isBreach }),
        ]
        for (word, findings) in groups {
            var told: [String] = []
            for finding in findings where !told.contains(finding.rule + finding.sentence) {
                told.append(finding.rule + finding.sentence)
                lines += [""] + self.lines(about: finding, word, on: terminal)
            }
        }
        lines.append("")
        if let stopped { lines.append(PrintedText(line: stopped).painted(.bad, on: terminal)) }
        let shown = seen.isEmpty ? "none" : seen.joined(separator: ", ")
        lines.append(PrintedText(line: "decisions seen: \(shown)"))
        for hint in unseen { lines.append(PrintedText(line: "  " + hint).painted(.attention, on: terminal)) }
        let kept = breaches == 0 && stopped == nil && !results.isEmpty
        let contract = kept ? "The contract of \(dialect.rawValue) is kept" : "The contract is broken"
        lines.append(
            PrintedText(line: "\(contract): \(cases) cases, \(breaches) breaches, \(remarks) remarks.")
                .painted(.heading, on: terminal)
        )
        let counts = strict ? "they count" : "--strict makes them count"
        let hardening =
            advice == 0 ? "Hardening: nothing to advise." : "Hardening: \(advice) pieces of advice; \(counts)."
        return lines + [PrintedText(line: hardening).painted(.heading, on: terminal)]
    }

    private func lines(
        about finding: ContractFinding,
        _ word: String,
        on terminal: Terminal
    ) -> [PrintedText] {
        let hit = results.filter { $0.findings.contains(finding) }
        let heading = PrintedText(line: "\(word) \(finding.rule)").painted(.heading, on: terminal)
        let names = hit.prefix(6).map(\.name).joined(separator: ", ") + (hit.count > 6 ? ", …" : "")
        return [
            heading, "  \(finding.sentence)", "  in: \(names)", "  repeat: \(hit.first?.curl ?? "")",
        ]
    }
}
