/// Policies for tests with the real daemon.
package enum SamplePolicies {
    /// Guests need an approval, the shop is open; lists `friends`, `blocked` and `watch`.
    package static let guests = """
        [[credential]]
        name = "entra"
        kind = "basic"
        username = "entra"
        password = { file = "entra.password" }

        [[queue]]
        name = "guests"
        pending-message = { default = "Waiting. Reference {code}.", fr = "En attente. Référence {code}." }
        denied-message = "Declined. Reference {code}."

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

        [[endpoint]]
        name = "shop"
        dialect = "entra-b2b"
        step = "post-attribute-collection"
        credentials = ["entra"]

        [[list]]
        name = "friends"
        effect = "allow"

        [[list]]
        name = "blocked"
        effect = "deny"
        message = { default = "Not from {domain}. Reference {code}.", fr = "Pas de {domain}. Référence {code}." }

        [[list]]
        name = "watch"
        effect = "approve"
        queue = "guests"
        """
}
