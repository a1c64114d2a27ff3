import ControlProtocol
import GatehouseModel

/// A simulated person in front of a sign-up page.
struct Visitor: Sendable {
    private let flow: UserFlow
    private var invented: InventedSignUp
    private var corrected: [String: JSONValue]?
    let email: String
    private let locale: String

    /// - Parameter domain: the domain of the address; by default one of a few.
    init(_ number: Int, flow: UserFlow, domain: String?) {
        self.flow = flow
        invented = InventedSignUp(number, seed: 0, flow: flow, domain: domain)
        email = invented.person.email ?? ""
        locale = invented.person.locales.first ?? "en"
    }

    /// The same person later, with another name and job title, so that no call repeats an earlier one.
    var returning: Visitor {
        var later = self
        later.invented.person.claims["displayName"] = later.invented.person.claims["givenName"]
        later.invented.form["jobTitle"] = "Head buyer"
        return later
    }

    /// The same person with a malicious name. If the form rejects the name, they leave out the malicious part.
    func named(_ name: String) -> Visitor {
        var other = self
        let harmless = name.unicodeScalars.filter { $0.properties.generalCategory != .control }
        other.invented.person.claims["displayName"] = .string(name)
        other.invented.form["displayName"] = .string(name)
        if harmless.count < name.unicodeScalars.count {
            other.corrected = other.invented.form
            other.corrected?["displayName"] = .string(String(String.UnicodeScalarView(harmless)))
        }
        return other
    }

    /// The same person, typing this postal code.
    func typing(postalCode: String, in country: String) -> Visitor {
        var other = self
        other.invented.form["postalCode"] = .string(postalCode)
        other.invented.form["country"] = .string(country)
        return other
    }

    /// The same person, typing that postal code after a validation error.
    func correcting(postalCode: String) -> Visitor {
        var other = self
        other.corrected = other.invented.form
        other.corrected?["postalCode"] = .string(postalCode)
        return other
    }

    func signsUp(_ ending: Ending) -> Visit.Act {
        .signUp(
            Attempt(
                flow: flow.name,
                person: invented.person,
                form: invented.form,
                corrected: corrected,
                ending: ending
            )
        )
    }

    var waiting: String {
        inLocale(fr: "attend une décision", sv: "väntar på beslut", other: "waits for a decision")
    }
    var declined: String { inLocale(fr: "a été refusée", sv: "avslogs", other: "was declined") }
    var notPossible: String { inLocale(fr: "est impossible", sv: "Det går inte", other: "is not possible") }

    private func inLocale(fr: String, sv: String, other: String) -> String {
        if locale.hasPrefix("fr") { return fr }
        return locale.hasPrefix("sv") ? sv : other
    }
}
