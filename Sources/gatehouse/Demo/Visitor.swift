import Dialects
import GatehouseModel

/// A person in front of a sign-up page: knows what the identity provider will send at each step.
struct Visitor: Sendable {
    private let number: Int
    private let person: Person
    private let provider: Provider
    let email: String
    private var displayName: String
    private var jobTitle: String

    init(_ number: Int, domain: String) {
        self.number = number
        person = Person.number(number)
        provider = Provider.allCases[number / 2 % Provider.allCases.count]
        email = "\(person.local)@\(domain)"
        displayName = "\(person.given) \(person.surname)"
        jobTitle = "Buyer"
    }

    /// The same person later: other claims, so that no call is a retry of an earlier one.
    var returning: Visitor {
        var later = self
        later.displayName = person.given
        later.jobTitle = "Head buyer"
        return later
    }

    func named(_ name: String) -> Visitor {
        var other = self
        other.displayName = name
        return other
    }

    /// After federating with the identity provider.
    func federated(_ expected: Expectation) -> Visit.Act {
        .call(Call(endpoint: "check-approval", body: body(step1, at: .postFederation)), expected)
    }

    /// Before the guest's account is created.
    func asks(_ expected: Expectation, isRetry: Bool = false) -> Visit.Act {
        .call(
            Call(endpoint: "request-approval", body: body(step2, at: .postAttributeCollection), isRetry: isRetry),
            expected
        )
    }

    /// Before the shop's account is created.
    func shops(_ expected: Expectation) -> Visit.Act {
        .call(Call(endpoint: "shop-signup", body: body(step2, at: .postAttributeCollection)), expected)
    }

    var waiting: Expectation {
        .waiting(saying: inLocale(fr: "attend une décision", sv: "väntar på beslut", other: "waits for a decision"))
    }

    var declined: Expectation {
        .blocked(saying: inLocale(fr: "a été refusée", sv: "avslogs", other: "was declined"))
    }

    var notPossible: Expectation {
        .blocked(saying: inLocale(fr: "est impossible", sv: "Det går inte", other: "is not possible"))
    }

    /// The body at the second step, for calls that are wrong in another way.
    var secondBody: [UInt8] { body(step2, at: .postAttributeCollection) }

    private func inLocale(fr: String, sv: String, other: String) -> String {
        if person.locale.hasPrefix("fr") { return fr }
        return person.locale.hasPrefix("sv") ? sv : other
    }

    private var step1: [String: JSONValue] {
        ["displayName": .string(displayName), "givenName": .string(person.given), "lastName": .string(person.surname)]
    }

    private var step2: [String: JSONValue] {
        [
            "displayName": .string(displayName), "givenName": .string(person.given), "surname": .string(person.surname),
            "jobTitle": .string(jobTitle), "city": .string(person.city), "country": .string(person.country),
            "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_BadgeCode": .string("B-\(20_000 + number)"),
        ]
    }

    /// As Entra's B2B API connectors send it.
    private func body(_ attributes: [String: JSONValue], at step: Step) -> [UInt8] {
        let claims = Claims(
            email: email,
            identities: provider.identities(subject: 100_000 + number, email: email),
            locales: [person.locale],
            attributes: attributes
        )
        return EntraB2B.request(claims, at: step)
    }
}
