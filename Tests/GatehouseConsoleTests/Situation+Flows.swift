import ControlProtocol
import GatehouseConsole
import GatehouseModel

extension Situation {
    static let flows: [FlowSummary] = [
        FlowSummary(
            flow: UserFlow(
                name: "guests",
                identityProviders: ["google.com", "facebook.com", "mail"],
                attributes: [
                    .init(name: "displayName", isRequired: true, label: "Your name"),
                    .init(name: "postalCode", label: "Postal code"),
                    .init(name: "extension_Newsletter", kind: .bool),
                ],
                steps: [.postFederation: "crm-lookup", .postAttributeCollection: "crm-check"],
                applicationClaims: ["email", "displayName"]
            ),
            funnel24h: .init(
                started: 1204,
                passedStep1: 1187,
                submitted: 1020,
                passedStep2: 960,
                created: 951,
                blocked: 120,
                invalid: 88,
                failed: 3
            )
        ),
        FlowSummary(flow: UserFlow(name: "suppliers", identityProviders: ["mail"])),
    ]

    static let connectors: [ConnectorSummary] = [
        ConnectorSummary(
            name: "crm-lookup",
            url: "https://crm.lumen.example/lookup",
            dialect: .entraB2B,
            authentication: "client-certificate",
            steps: ["guests:post-federation"],
            timeoutMs: 20_000,
            retries: 1,
            state: .ready,
            probed: now - .seconds(7200),
            calls24h: 1187,
            failures24h: 0,
            p95Ms: 84,
            callsPerSecond: 1.24,
            certificateExpires: now + .seconds(12 * 86_400)
        ),
        ConnectorSummary(
            name: "crm-check",
            url: "https://crm.lumen.example/check",
            dialect: .entraB2B,
            authentication: "basic",
            steps: ["guests:post-attribute-collection"],
            timeoutMs: 20_000,
            retries: 1,
            state: .failing,
            problem: "HTTP 200 with a ValidationError body: the provider ignores it; send 400",
            probed: now - .seconds(90),
            calls24h: 1020,
            failures24h: 3,
            p95Ms: 1240,
            callsPerSecond: 1.1
        ),
        ConnectorSummary(
            name: "sanctions",
            url: "https://sanctions.example/v2",
            dialect: .entraB2B,
            authentication: "bearer",
            timeoutMs: 5000,
            retries: 0
        ),
    ]

    static func signUp(
        _ secondsAgo: Int,
        _ number: UInt64,
        _ email: String?,
        _ stage: SignUp.Stage,
        took: Int = 3200,
        account: String? = nil,
        problem: String? = nil,
        validations: Int = 0
    ) -> SignUp {
        let started = now - .seconds(secondsAgo)
        return SignUp(
            id: id(started, number),
            flow: "guests",
            stage: stage,
            email: email,
            displayName: "Somebody",
            issuer: "google.com",
            started: started,
            updated: started + .milliseconds(took),
            account: account,
            problem: problem,
            validations: validations
        )
    }

    static let accountID = "5b0f3c52-7d1e-4a59-9a51-0c6c0f6f2a11"

    static let signUps: [SignUpDetail] = [
        detail(signUp(4, 71, "sara.holm@lumen.example", .created, account: accountID, validations: 1)),
        detail(signUp(9, 72, "j93k@mail.evil.example", .blocked)),
        detail(signUp(30, 73, "kimi@fjordline.example", .form)),
        detail(
            signUp(61, 74, "tom@brisewater.example", .failed, problem: "crm-check did not answer within 20 s, twice")
        ),
    ]

    private static func detail(_ signUp: SignUp) -> SignUpDetail {
        let start = signUp.started
        let outbound = call(
            3,
            7,
            "crm-lookup",
            signUp.email,
            took: 84,
            by: "connector:crm-lookup",
            direction: .outbound
        )
        return SignUpDetail(
            signUp: signUp,
            timeline: [
                .init(time: start, what: "started with google.com"),
                .init(time: start + .milliseconds(2), what: "crm-lookup", call: outbound),
                .init(time: start + .milliseconds(90), what: "the form is shown, 2 fields prefilled"),
                .init(time: start + .milliseconds(2600), what: "sent back: enter a postal code"),
                .init(time: start + .milliseconds(3200), what: "account created"),
            ],
            claims: Claims(email: signUp.email, identities: [], locales: [], attributes: ["displayName": "Sara Holm"])
        )
    }

    static let accounts: [Account] = [
        Account(
            id: accountID,
            email: "sara.holm@lumen.example",
            displayName: "Sara Holm",
            identities: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "1140100")],
            attributes: ["displayName": "Sara Holm", "postalCode": "123 45"],
            flow: "guests",
            created: now - .seconds(1),
            updated: now - .seconds(1),
            signUp: signUps[0].signUp.code
        ),
        Account(
            id: "0d2f1b9c-53fb-4b43-8a86-2f1f4a8f9a02",
            email: "old.hand@brisewater.example",
            displayName: "Old Hand",
            flow: "guests",
            isEnabled: false,
            created: now - .seconds(40 * 86_400),
            updated: now - .seconds(3 * 86_400)
        ),
    ]

    static func probe(succeeded: Bool) -> ConnectorProbe {
        ConnectorProbe(
            connector: "crm-lookup",
            time: now,
            succeeded: succeeded,
            addresses: ["203.0.113.7", "203.0.113.8"],
            address: "203.0.113.7",
            tls: .init(
                version: "TLSv1.3",
                chain: [
                    .init(
                        subject: "CN=crm.lumen.example",
                        issuer: "CN=Lumen CA",
                        notBefore: now - .seconds(86_400),
                        notAfter: now + .seconds(80 * 86_400)
                    )
                ]
            ),
            timing: CallTiming(dnsMs: 2, connectMs: 9, tlsMs: 21, firstByteMs: 52, totalMs: 84.4),
            status: 200,
            reading: succeeded ? "continue" : "a ValidationError with HTTP 200",
            problem: succeeded ? nil : "HTTP 200 with a ValidationError body: the provider ignores it; send 400"
        )
    }

    static func addFlows(to daemon: FakeDaemon) {
        daemon.flows = flows
        daemon.connectors = connectors
        daemon.signUps = signUps
        daemon.accounts = accounts
        daemon.probes = ["crm-lookup": probe(succeeded: true), "crm-check": probe(succeeded: false)]
    }
}
