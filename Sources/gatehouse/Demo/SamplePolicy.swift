import ControlProtocol
import Foundation
import GatehouseModel

/// The policy of the demo's daemon. Also meant as a readable example: `gatehouse policy export` prints it.
enum SamplePolicy {
    static let username = "entra"
    static let password = "demo: not a secret"

    /// Writes settings, policy and password file.
    static func write(to directory: String) throws {
        try TextFile.write(settings(directory), to: directory + "/gatehouse.toml")
        try TextFile.write(document(directory), to: directory + "/policy.toml")
        let passwordFile = directory + "/entra.password"
        try TextFile.write(password, to: passwordFile)
        guard chmod(passwordFile, 0o600) == 0 else {
            throw Failure(.failure, "cannot make \(passwordFile) private: \(SystemError.last)")
        }
    }

    /// Adds entries to the lists; they are stored in the store, not in the document.
    static func fillLists(_ client: ControlClient) async throws {
        for (list, entries) in entries { _ = try await client.send(AddEntries(name: list, entries: entries)) }
    }

    private static func settings(_ directory: String) -> String {
        """
        [server]
        listen = "127.0.0.1:0"

        [control]
        socket = "\(directory)/control.sock"

        [storage]
        directory = "\(directory)/state"

        [policy]
        initial = "\(directory)/policy.toml"

        """
    }

    private static var entries: [(list: String, entries: [EntryDraft])] {
        [
            (
                "friends",
                [
                    EntryDraft(entry: ".fjordline.example", comment: "partner since spring", owner: "anna"),
                    EntryDraft(entry: "quaynorth.example", comment: "partner since spring", owner: "anna"),
                ]
            ),
            (
                "blocked-domains",
                [
                    EntryDraft(
                        entry: ".throwaway.example",
                        comment: "throwaway addresses",
                        owner: "bo",
                        ticket: "SEC-412"
                    ),
                    EntryDraft(entry: "spam@letterbox.example", comment: "asked forty times", owner: "bo"),
                ]
            ),
            ("watch", [EntryDraft(entry: ".newcomer.example", comment: "look at these first", owner: "anna")]),
        ]
    }

    private static func document(_ directory: String) -> String {
        """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "\(username)"
        password = { file = "\(directory)/entra.password" }

        [[queue]]
        name = "guests"
        expires-after = "14d"
        pending-message = { default = "Your request waits for a decision. Reference {code}.", fr = "Votre demande \
        attend une décision. Référence {code}.", sv = "Din ansökan väntar på beslut. Referens {code}." }
        denied-message = { default = "Your request was declined. Reference {code}.", fr = "Votre demande a été \
        refusée. Référence {code}.", sv = "Din ansökan avslogs. Referens {code}." }

        # Guests: whoever is no friend needs a person's approval.
        [[endpoint]]
        name = "check-approval"
        dialect = "entra-b2b"
        step = "post-federation"
        credentials = ["entra"]
        approval = { check = "guests" }

        [[endpoint]]
        name = "request-approval"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        approval = { request = "guests" }

        # The shop: open to all, except that some are stopped and some are looked at.
        [[endpoint]]
        name = "shop-signup"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]
        failure-policy = "continue"

        [[list]]
        name = "friends"
        effect = "allow"

        [[list]]
        name = "blocked-domains"
        effect = "deny"
        message = { default = "Sign-up from {domain} is not possible. Reference {code}.", fr = "L’inscription depuis \
        {domain} est impossible. Référence {code}.", sv = "Det går inte att registrera sig från {domain}. Referens \
        {code}." }

        [[list]]
        name = "watch"
        effect = "approve"
        queue = "guests"

        """ + rules
    }

    /// One rule of each common kind, in evaluation order.
    private static let rules = #"""

        # After the lists. What is typed wrongly goes back to the person.
        [[rule]]
        name = "postal code"
        endpoints = ["shop-signup"]
        when = 'claims.country == "Sweden" && !claims.postalCode.matches("^[0-9]{3} ?[0-9]{2}$")'
        then = "invalid"
        field = "postalCode"
        message = { default = "Enter a postal code in the form NNN NN.", sv = "Ange postnumret som NNN NN." }

        # IN CAPITALS THROUGHOUT, or with spaces around.
        [[rule]]
        name = "tidy names"
        endpoints = ["shop-signup"]
        when = 'claims.displayName.matches("^([A-Z -]+| .*|.* )$")'
        then = "set"
        set = { displayName = 'claims.displayName.trim().titleCase()' }

        [[rule]]
        name = "business"
        endpoints = ["shop-signup"]
        when = 'claims.displayName.lowerAscii().endsWith(" ltd")'
        then = "tag"
        tags = ["business"]

        # On trial: recorded, not applied.
        [[rule]]
        name = "made-up postal code"
        endpoints = ["shop-signup"]
        when = 'claims.postalCode == "12345" || claims.postalCode == "00000"'
        then = "approve"
        queue = "guests"
        mode = "shadow"

        """#
}
