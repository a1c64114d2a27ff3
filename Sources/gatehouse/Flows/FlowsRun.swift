import ArgumentParser
import ControlProtocol
import Foundation
import GatehouseModel

extension FlowsCommand {
    /// `gatehouse flows run`
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign up through a flow: by hand, from a file, or many invented people at once.",
            discussion: """
                Without --claims and --count it asks for the person and then for the form, as the page would. \
                The file of --claims holds one JSON object or an array of them: claims as a connector gets them \
                (email, identities, ui_locales and others), and the answers to the form under "form". \
                Exit status 0 if every sign-up got an account.
                """
        )

        @OptionGroup var control: ControlOptions
        @Argument(help: "The flow's name.") var flow: String
        @Option(help: ArgumentHelp("People from a JSON file; - reads standard input.", valueName: "file"))
        var claims: String?
        @Option(help: ArgumentHelp("So many invented people.", valueName: "n")) var count: Int?
        @Option(help: ArgumentHelp("People a second; as fast as it goes unless given.", valueName: "r"))
        var rate: Double?
        @Option(help: ArgumentHelp("Who is invented: the same people again for the same number.", valueName: "n"))
        var seed: UInt64?
        @Option(help: ArgumentHelp("Go on with a form that waits.", valueName: "code")) var resume: String?

        func validate() throws {
            guard count ?? 1 > 0, count ?? 1 <= 10_000_000 else {
                throw ValidationError("--count goes from 1 to 10000000.")
            }
            guard Pace.rates.contains(rate ?? 1) else { throw ValidationError("--rate goes from 0.001 to 100000.") }
            let ways = [claims != nil, count != nil, resume != nil].count { $0 }
            guard ways <= 1 else { throw ValidationError("--claims, --count and --resume exclude each other.") }
            guard rate == nil || claims != nil || count != nil else {
                throw ValidationError("--rate goes with --count or --claims.")
            }
            guard seed == nil || count != nil else { throw ValidationError("--seed goes with --count.") }
        }

        func run() async throws {
            guard claims != nil || count != nil else { return try await runByHand() }
            let people = try await people()
            let report = try await Interruption.guarding {
                try await control.withClient { client in
                    try await FlowSimulation(client: client, flow: flow, rate: rate).run(people)
                }
            }
            try control.printer.show(report, card: report.card)
            guard report.isComplete, report.outcomes == ["created": report.signUps] else {
                throw Failure.silent(.failure)
            }
        }

        private func people() async throws -> FlowSimulation.People {
            if let claims { return .listed(try ClaimsFile.read(claims)) }
            let definition = try await control.ask(GetFlow(name: flow)).flow
            // Milliseconds within a period of about a day: short in addresses, and different on every run.
            let seed = seed ?? UInt64(clamping: Timestamp.now.milliseconds) % 100_000_000
            return .invented(count ?? 1, seed: seed, definition)
        }

        private func runByHand() async throws {
            let end = try await control.withClient { client in
                try await SignUpByHand(client: client, flow: flow).run(resuming: resume)
            }
            try control.printer.show(end, card: end.card)
            guard end.signUp.stage == .created else { throw Failure.silent(.failure) }
        }
    }
}

extension SignUpView {
    var card: Card {
        var card = signUp.card
        guard let tokenClaims, !tokenClaims.isEmpty else { return card }
        card.section("token")
        for (name, value) in tokenClaims.sorted(by: { $0.key < $1.key }) { card.fact(name, value.shown) }
        return card
    }
}

/// Reads people from a JSON file.
enum ClaimsFile {
    struct Entry: Sendable {
        var person: SignUpPerson
        /// The values to type; nil to send the form as it is prefilled.
        var form: [String: JSONValue]?
        /// The values to type when the form comes back; nil to stop there.
        var corrected: [String: JSONValue]?
    }

    private static let limit = 100_000

    static func read(_ path: String) throws -> [Entry] {
        let data = try TextFile.bytes(path, limit: 64 << 20)
        let value: JSONValue
        do { value = try JSONDecoder().decode(JSONValue.self, from: data) } catch {
            throw Failure(.usage, "\(path) is not JSON", hint: "Write one object, or an array of objects.")
        }
        let objects = value.array ?? [value]
        guard !objects.isEmpty, objects.count <= limit else {
            throw Failure(.usage, "\(path) has \(grouped(objects.count)) people", hint: "Give 1 to \(grouped(limit)).")
        }
        return try objects.enumerated().map { try entry($0.element, number: $0.offset + 1, path) }
    }

    private static func entry(_ value: JSONValue, number: Int, _ path: String) throws -> Entry {
        func wrong(_ what: String) -> Failure {
            Failure(.usage, "\(path): person \(number): \(what)", hint: "Write { \"email\": …, \"form\": { … } }.")
        }
        guard var members = value.object else { throw wrong("it is no JSON object") }
        let form = members.removeValue(forKey: "form")
        if let form, form.object == nil { throw wrong("\"form\" is no JSON object") }
        let email = members.removeValue(forKey: "email")
        if let email, email.string == nil { throw wrong("\"email\" is no text") }
        let locales = members.removeValue(forKey: "ui_locales")?.string?.split(separator: " ").map(String.init) ?? []
        var identities: [Identity] = []
        for identity in members.removeValue(forKey: "identities")?.array ?? [] {
            guard let issuer = identity.object?["issuer"]?.string,
                let subject = identity.object?["issuerAssignedId"]?.string
            else { throw wrong("an identity has no \"issuer\" or \"issuerAssignedId\"") }
            let type = identity.object?["signInType"]?.string ?? "federated"
            identities.append(Identity(signInType: type, issuer: issuer, issuerAssignedID: subject))
        }
        let person = SignUpPerson(email: email?.string, identities: identities, locales: locales, claims: members)
        return Entry(person: person, form: form?.object)
    }
}
