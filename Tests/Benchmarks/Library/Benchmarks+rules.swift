import GatehouseModel
import PolicyEngine

/// The policy for measuring decisions: 200 rules of all kinds, as a large tenant would have.
extension Benchmarks {
    static let ruleCount = 200

    /// Lists and rules. Most rules are for one endpoint, a quarter for another, and a few for all.
    static var policy: String {
        """
        [[queue]]
        name = "guests"
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { literal = "secret" }
        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests" }
        [[endpoint]]
        name = "check-approval"
        dialect = "entra-b2b"
        step = "post-federation"
        credentials = ["entra"]
        [[list]]
        name = "friends"
        effect = "allow"
        [[list]]
        name = "blocked"
        effect = "deny"
        [[list]]
        name = "watched"
        effect = "none"

        """ + (0..<ruleCount).map(rule).joined(separator: "\n")
    }

    private static func rule(_ number: Int) -> String {
        let condition =
            switch number {
            case 40: "claims.country == 'France'"
            case 80: "claims.email.domain().startsWith('atelier-')"
            case 120: "has(claims.city) && claims.city.size() > 3"
            default: condition(number)
            }
        var text = "[[rule]]\nname = \"rule \(number)\"\nwhen = \"\(condition)\"\n"
        switch number % 5 {
        case 0: text += "then = \"tag\"\ntags = [\"t\(number % 7)\"]\n"
        case 1: text += "then = \"block\"\n"
        case 2: text += "then = \"set\"\n[rule.set]\njobTitle = \"'none'\"\n"
        case 3: text += "then = \"approve\"\nqueue = \"guests\"\n"
        default: text += "then = \"invalid\"\nfield = \"city\"\n"
        }
        // The rule's own keys must precede its table of claims.
        let endpoints =
            switch number % 8 {
            case 0: ""
            case 1, 2: "endpoints = [\"check-approval\"]\n"
            default: "endpoints = [\"request-approval\"]\n"
            }
        let mode = number % 10 == 9 ? "mode = \"shadow\"\n" : ""
        return text.replacing("then =", with: endpoints + mode + "then =", maxReplacements: 1)
    }

    /// A condition that does not match. A tenth of them read a missing claim, so that they have no value.
    private static func condition(_ number: Int) -> String {
        switch number % 10 {
        case 0: "claims.country == 'Land \(number)'"
        case 1: "has(claims.extension_department_\(number)) && claims.extension_department_\(number) == 'x'"
        case 2: "claims.displayName.matches('(?i)^(test|admin|bot)\(number)[a-z]* ')"
        case 3: "claims.email in list('watched') && claims.country == 'Land \(number)'"
        case 4: "claims.email.domain() == 'customer-\(number).example'"
        case 5: "claims.displayName.startsWith('Test \(number)') || claims.city.endsWith('-\(number)')"
        case 6: "identities.exists(i, i.issuer == 'issuer-\(number).example')"
        case 7: "call.locale == 'xx-\(number)' || claims.country in ['A\(number)', 'B', 'C']"
        case 8: "claims.customer_\(number) == 'C-\(number)'"
        default: "claims.city.lowerAscii().contains('ville \(number)') && claims.country != 'France'"
        }
    }

    static var people: [Claims] {
        (0..<4096).map { number in
            Claims(
                email: number % 8 == 0
                    ? "p\(number)@mail.host-\(number * 31 % entryCount).network-\(number * 31 % entryCount % 9973).example"
                    : "person.\(number)@atelier-\(number).example",
                identities: [
                    Identity(signInType: "federated", issuer: "facebook.com", issuerAssignedID: "44177029\(number)")
                ],
                locales: ["fr-FR"],
                attributes: ["displayName": "Mireille Caron", "city": "Annecy", "country": "France"]
            )
        }
    }

    static func watched() throws -> EntryIndex {
        var records = EntryRecords()
        for number in 0..<1000 {
            records.append(EntryPattern(kind: .email, canonical: "watched.\(number)@people.example"), id: Int64(number))
        }
        return EntryIndex(records)
    }
}
