import ControlProtocol
import GatehouseConsole
import GatehouseModel

/// The data of the mock-ups: Monday, 23 November 2026, shortly after two.
enum Situation {
    static let now = moment("2026-11-23T14:02:12Z")

    static func moment(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(milliseconds: 0) }

    static func id(_ time: Timestamp, _ number: UInt64) -> CallID {
        CallID(
            high: UInt64(time.milliseconds) << 16 | 0x7000,
            low: 0x8000_0000_0000_0000 | number &* 0x9E37_79B9 & 0xFF_FFFF_FFFF
        )
    }

    static func call(
        _ secondsAgo: Int,
        _ number: UInt64,
        _ endpoint: String = "request-approval",
        _ email: String? = "someone@b.example",
        _ outcome: Outcome = .continue,
        took: Double = 1,
        by: String = "default",
        issuer: String? = "google.com",
        status: Int = 200,
        direction: CallSummary.Direction = .inbound,
        retryOf: CallID? = nil
    ) -> CallSummary {
        let time = now - .seconds(secondsAgo)
        return CallSummary(
            id: id(time, number),
            time: time,
            direction: direction,
            endpoint: endpoint,
            dialect: .entraB2B,
            step: .postAttributeCollection,
            outcome: outcome,
            status: status,
            email: email,
            issuer: issuer,
            tookMs: took,
            decidedBy: Decider(rawValue: by),
            retryOf: retryOf,
            matched: by.hasPrefix("rule:") ? [String(by.dropFirst("rule:".count))] : nil
        )
    }

    static let calls: [CallSummary] = [
        call(
            1,
            12,
            "request-approval",
            "mireille.caron@atelier-lumen.example",
            .pending,
            took: 3,
            by: "approval:guests"
        ),
        call(1, 11, "check-approval", "tom@brisewater.example"),
        call(2, 10, "request-approval", "j93k@mail.evil.example", .block, by: "list:blocked"),
        call(2, 9, "request-approval", "ola.nord@quaynorth.example", .invalid, took: 2, by: "rule:postal code"),
        call(2, 8, "request-approval", "ola.nord@quaynorth.example", .invalid, retryOf: id(now - .seconds(2), 9)),
        call(3, 7, "crm-lookup", "sara@lumen.example", took: 84, by: "connector:200", direction: .outbound),
        call(3, 6, "gate", nil, .refused, took: 0.1, issuer: nil, status: 401),
        call(4, 5, "check-approval", "ines@fjordline.example", by: "list:partners"),
        call(4, 4, "request-approval", "ines@fjordline.example", took: 2, by: "rule:tidy names"),
    ]

    static let blockedTrace = Trace(
        considered: [
            .init(subject: .credential, name: "entra", result: .passed),
            .init(subject: .list, name: "friends", result: .passed, effect: "allow"),
            .init(subject: .list, name: "blocked", result: .decided, entry: ".evil.example", effect: "deny"),
        ],
        stages: [.init(name: "authenticated", microseconds: 12), .init(name: "lists", microseconds: 6)],
        nearest: .init(outcome: .pending, change: ".evil.example were not in blocked")
    )

    static func approval(
        _ number: UInt64,
        _ waited: Duration,
        _ email: String,
        _ issuer: String,
        _ name: String,
        asks: Int = 1,
        why: String = "default",
        takenBy: String? = nil
    ) -> Approval {
        let created = now - waited
        return Approval(
            id: id(created, number),
            queue: "guests",
            email: email,
            displayName: name,
            issuer: issuer,
            asks: asks,
            created: created,
            updated: created,
            expires: created + .seconds(14 * 86_400),
            askedBy: Decider(rawValue: why),
            takenBy: takenBy,
            takenUntil: takenBy.map { _ in now + .seconds(240) }
        )
    }

    static let hour = 3600
    static let approvals: [Approval] = [
        approval(1, .seconds(52 * hour), "mireille.caron@atelier-lumen.example", "google.com", "Mireille Caron"),
        approval(
            2,
            .seconds(33 * hour),
            "t.okafor@brisewater.example",
            "facebook.com",
            "Tunde Okafor",
            asks: 3,
            why: "list:watch"
        ),
        approval(3, .seconds(7 * hour), "agnp@partner.example", "mail", "A\u{202E}gnp", why: "rule:names"),
        approval(4, .seconds(5 * hour + 60), "ola.nord@quaynorth.example", "entra", "Ola Nord", takenBy: "bo"),
        approval(5, .seconds(5 * hour), "per.nord@quaynorth.example", "entra", "Per Nord"),
        approval(6, .seconds(52 * 60), "kimi@fjordline.example", "google.com", "金井 明", why: "rule:freemail"),
        approval(7, .seconds(240), "rana@gmail.example", "google.com", "R", why: "list:freemail"),
    ]

    static let lists: [ListSummary] = [
        ListSummary(name: "friends", effect: .allow, entries: 14, hits24h: 3, expiring: 2),
        ListSummary(name: "blocked", effect: .deny, entries: 12_408, hits24h: 214, expiring: 31),
        ListSummary(
            name: "disposable",
            effect: .approve,
            queue: "guests",
            entries: 192_077,
            hits24h: 88,
            source: "disposable.txt",
            updated: now - .seconds(11 * 86_400)
        ),
        ListSummary(name: "freemail", effect: .approve, queue: "guests", entries: 1012, hits24h: 41),
        ListSummary(
            name: "partners",
            effect: .none,
            entries: 402,
            hits24h: 1877,
            source: "crm.csv",
            updated: now - .seconds(86_400)
        ),
    ]

    static func entry(_ text: String, hits: Int, comment: String?, expires: Int? = nil) -> ListEntry? {
        guard let pattern = try? EntryPattern(text) else { return nil }
        return ListEntry(
            pattern: pattern,
            comment: comment,
            owner: "bo",
            created: now - .seconds(40 * 86_400),
            expires: expires.map { now + .seconds($0 * 86_400) },
            hits: hits,
            lastHit: hits > 0 ? now - .seconds(10) : nil
        )
    }

    /// A daemon with this data.
    static func daemon(role: Role = .approver) -> FakeDaemon {
        let daemon = FakeDaemon(now: now)
        daemon.whoAmI.role = role
        daemon.calls = calls
        for call in calls {
            daemon.callDetails[call.id] = CallDetail(call: call, trace: Trace(), client: "203.0.113.7")
        }
        daemon.callDetails[calls[2].id] = CallDetail(
            call: calls[2],
            trace: blockedTrace,
            message: "Sign-up from mail.evil.example is not possible.",
            client: "203.0.113.7"
        )
        daemon.approvals = approvals
        daemon.approvalDetails[approvals[0].id] = ApprovalDetail(
            approval: approvals[0],
            claims: Claims(
                email: approvals[0].email,
                identities: [
                    Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "4417702913355821")
                ],
                locales: ["fr-FR"],
                attributes: [
                    "displayName": "Mireille Caron", "jobTitle": "Buyer", "city": "Annecy", "country": "France",
                ]
            ),
            earlier: [
                Approval(
                    id: id(now - .seconds(97 * 86_400), 90),
                    queue: "guests",
                    state: .denied,
                    email: approvals[0].email,
                    created: now - .seconds(97 * 86_400),
                    updated: now - .seconds(97 * 86_400),
                    decidedBy: "bo",
                    decidedAt: now - .seconds(97 * 86_400),
                    reason: "no contract yet"
                )
            ],
            domainCounts: ["approved": 3, "denied": 1, "pending": 1]
        )
        addFlows(to: daemon)
        daemon.lists = lists
        daemon.entries["blocked"] = [
            entry(".evil.example", hits: 214, comment: "throwaway", expires: 19),
            entry("spam@mail.example", hits: 3, comment: "SEC-398"),
            entry("*.tk.example", hits: 0, comment: "unused 180 d?", expires: 8),
        ].compactMap(\.self)
        daemon.status.pendingApprovals = 7
        daemon.status.oldestPending = approvals[0].created
        return daemon
    }
}
