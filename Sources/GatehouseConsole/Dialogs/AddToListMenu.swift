import ControlProtocol
package import GatehouseModel
import TerminalUI

/// The facts about somebody from which an entry or a rule can be made.
package struct Subject: Sendable {
    package var email: String?
    package var issuer: String?
    /// Nil for viewers, and if the claims are no longer kept.
    package var claims: Claims?
    /// The client's IP address.
    package var client: String?
    package var endpoint: String?
    /// `call K7Q2-9MXD`
    package var origin: String
    /// The call, if it came from a call.
    package var call: CallSummary?
}

/// A menu for making an entry or a rule from a call or request, with what its claims allow.
enum AddToListMenu {
    static func open(_ subject: Subject, _ state: inout ConsoleState) -> [Effect] {
        let items = entries(subject) + values(subject) + rule(subject, state)
        guard !items.isEmpty else {
            state.say("there is neither an address nor an identity provider to list", .warning)
            return []
        }
        state.open(.menu(ChoiceMenu("Add to a list, from \(subject.origin)", items)))
        return []
    }

    /// One item for each kind of entry for which there is a value.
    private static func entries(_ subject: Subject) -> [MenuItem] {
        let domain = Words.domain(subject.email)
        let isWhole = subject.email.map { !$0.contains("…") } ?? false
        let candidates: [(key: String, title: String, entry: String?)] = [
            ("d", "domain", domain),
            ("s", "domain and below", domain.map { "." + $0 }),
            ("a", "address", isWhole ? subject.email : nil),
            ("i", "identity provider", subject.issuer.map { "issuer:" + $0 }),
            ("n", "network address", subject.client.map(cidr)),
        ]
        let usable = candidates.compactMap { candidate in
            candidate.entry.flatMap { (try? EntryPattern($0)) != nil ? (candidate.key, candidate.title, $0) : nil }
        }
        return usable.map { key, title, entry in
            MenuItem(key, title, preview: entry) { state in
                EntryForm.open(entry, others: usable.map(\.2), origin: subject.origin, &state)
            }
        }
    }

    /// A single address as a network.
    private static func cidr(_ address: String) -> String { address + (address.contains(":") ? "/128" : "/32") }

    /// A list entry for the value of a claim.
    private static func values(_ subject: Subject) -> [MenuItem] {
        let entries = claims(subject).compactMap { name, value -> (String, String)? in
            let entry = "value:\(name)=\(ClaimsLines.text(value))"
            return (try? EntryPattern(entry)).map { _ in (name, entry) }
        }
        guard !entries.isEmpty else { return [] }
        return [
            MenuItem("v", "value of a claim…", preview: entries.map(\.0).joined(separator: ", ")) { state in
                let keys = Array("123456789abcdefghilmnoprstuvwxyz")
                let items = zip(keys, entries).map { key, entry in
                    MenuItem(String(key), entry.0, preview: entry.1) { state in
                        EntryForm.open(entry.1, others: entries.map(\.1), origin: subject.origin, &state)
                    }
                }
                state.open(.menu(ChoiceMenu("List the value of", items)))
                return []
            }
        ]
    }

    /// Claims with a single plain value, sorted by name.
    static func claims(_ subject: Subject) -> [(name: String, value: JSONValue)] {
        let attributes = subject.claims?.attributes ?? [:]
        return attributes.keys.sorted().compactMap { name in
            guard let value = attributes[name], ExpressionText.condition(name, value) != nil else { return nil }
            return (name, value)
        }
    }

    private static func rule(_ subject: Subject, _ state: ConsoleState) -> [MenuItem] {
        guard subject.email != nil || subject.issuer != nil || !claims(subject).isEmpty else { return [] }
        return [
            MenuItem("r", "rule…", preview: "of chosen claims, in shadow first") { state in
                if let why = ruleRefusal(state) {
                    state.say(why, .warning)
                    return []
                }
                state.cover(with: RuleBuilder(subject, state))
                return []
            }
        ]
    }

    private static func ruleRefusal(_ state: ConsoleState) -> String? {
        CommandTable.refusal(of: "edit", on: .rules, in: state)
    }
}
