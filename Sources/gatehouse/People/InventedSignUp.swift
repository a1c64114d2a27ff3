import ControlProtocol
import GatehouseModel

/// An invented sign-up: what the identity provider says, and what the person types.
struct InventedSignUp: Sendable {
    var person: SignUpPerson
    var form: [String: JSONValue]

    /// The nth invented person at a flow. The same number and seed always give the same person.
    ///
    /// - Parameters:
    ///   - seed: changes addresses and identities, so that a second run has no person in common with the first.
    ///   - domain: the domain of the address; by default one of a few.
    init(_ number: Int, seed: UInt64, flow: UserFlow, domain: String? = nil) {
        let human = Person.number(number)
        let tail = seed == 0 ? "" : "." + String(seed, radix: 36)
        let email = "\(human.local)\(tail)@\(domain ?? Self.domains[number / 3 % Self.domains.count])"
        let issuers = flow.identityProviders
        let issuer = issuers.isEmpty ? UserFlow.local : issuers[number % issuers.count]
        person = SignUpPerson(
            email: email,
            identities: Self.identities(issuer, subject: "\(seed)-\(100_000 + number)", email),
            locales: [human.locale],
            claims: [
                "displayName": .string("\(human.given) \(human.surname)"), "givenName": .string(human.given),
                "surname": .string(human.surname),
            ]
        )
        form = Dictionary(
            flow.attributes.map { ($0.name, Self.answer(to: $0, human, number)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func identities(_ issuer: String, subject: String, _ email: String) -> [Identity] {
        switch issuer {
        case UserFlow.local: []
        case "mail": [Identity(signInType: "federated", issuer: "mail", issuerAssignedID: email)]
        default: [Identity(signInType: "federated", issuer: issuer, issuerAssignedID: subject)]
        }
    }

    private static func answer(to attribute: UserFlow.Attribute, _ human: Person, _ number: Int) -> JSONValue {
        switch (attribute.kind, attribute.name) {
        case (.bool, _): .bool(true)
        case (.int, _): .int(Int64(number % 900 + 100))
        case (.string, "displayName"): .string("\(human.given) \(human.surname)")
        case (.string, "givenName"): .string(human.given)
        case (.string, "surname"): .string(human.surname)
        case (.string, "city"), (.string, "state"): .string(human.city)
        case (.string, "country"): .string(human.country)
        case (.string, "postalCode"): .string(String(10_000 + number % 90_000))
        case (.string, "streetAddress"): .string("Quay \(number % 200 + 1)")
        case (.string, "jobTitle"): .string("Buyer")
        case (.string, _): .string("B-\(20_000 + number)")
        }
    }

    private static let domains = [
        "atelier-lumen.example", "brisewater.example", "granite-works.example", "petrichor.example",
        "hollow-oak.example", "tidemark.example", "saltmarsh.example", "lanternway.example",
    ]
}
