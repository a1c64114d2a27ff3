import ControlProtocol
import GatehouseModel
import TestSupport
import Testing

private let now = Timestamp(milliseconds: 1_800_000_000_000)

private func call(
    ago: Duration = .seconds(60),
    endpoint: String = "request-approval",
    outcome: Outcome = .block,
    status: Int = 200,
    email: String? = "Ada.Lovelace@Mail.B.example",
    issuer: String? = "google.com",
    tookMs: Double = 51.25,
    decidedBy: Decider = .list("blocked-domains"),
    retryOf: CallID? = nil
) -> CallSummary {
    CallSummary(
        id: CallID(high: 0x0199_0000_0000_7000, low: 0x8000_0012_3456_789A),
        time: now - ago,
        endpoint: endpoint,
        dialect: .entraB2B,
        step: .postAttributeCollection,
        outcome: outcome,
        status: status,
        email: email,
        issuer: issuer,
        tookMs: tookMs,
        decidedBy: decidedBy,
        retryOf: retryOf
    )
}

private func query(_ text: String) throws -> Query { try Query(text, for: CallSummary.self, now: now) }

@Suite struct `The query language` {
    @Test(arguments: [
        "", "   ", "outcome:block", "OUTCOME:Block", "outcome:block,invalid", "outcome:invalid,block",
        "email:*@*.example", "email:ada.lovelace@mail.b.example", "email:ADA*", "email:ada?lovelace@*",
        "domain:*.b.example", "domain:mail.b.example", "endpoint:request-approval", "took:>50ms", "took>50ms",
        "took:>=51.25ms", "took:<1s", "took:<1m", "took:>=51250us took:<52", "since:1h", "until:30s", "-since:30s",
        "-list:partners", "list:blocked-domains", "list:blocked*", "decided:list:blocked-domains",
        "status:200", "status:>=200", "status:200..299", "-status:400..499", "step:post-attribute-collection",
        "dialect:entra-b2b", "direction:inbound", "retry:no", "code:\(call().code)", "id:\(call().id)",
        "lovelace", "\"lovelace\"", "b.example", "blocked", "request*oval", "(outcome:block)",
        "outcome:continue OR outcome:block", "outcome:continue OR (issuer:google.com status:200)",
        "-(outcome:continue OR outcome:invalid)", "NOT outcome:continue", "outcome:block AND status:200",
        "outcome:continue outcome:block OR status:200", "--outcome:block", "since:2027-01-15",
    ])
    func `a filter matches what it describes`(text: String) throws {
        #expect(try query(text).matches(call()))
    }

    @Test(arguments: [
        "outcome:continue", "-outcome:block", "email:*@b.example", "email:ada", "domain:b.example",
        "endpoint:request", "took:<50ms", "since:30s", "until:2m", "list:partners", "rule:blocked-domains",
        "status:400..499", "retry:yes", "code:K7Q2-9MXD", "charles", "\"ada lovelace\"",
        "outcome:block status:>200", "outcome:block -(status:200 OR status:201)", "email:ada\\*",
        "until:2027-01-15",
    ])
    func `a filter does not match what it does not describe`(text: String) throws {
        #expect(try !query(text).matches(call()))
    }

    @Test func `a term on a missing value is false and its negation true`() throws {
        let anonymous = call(email: nil, issuer: nil, decidedBy: .byDefault)
        #expect(try !query("email:*").matches(anonymous))
        #expect(try query("-email:*").matches(anonymous))
        #expect(try !query("list:*").matches(anonymous))
    }

    @Test func `quotes protect spaces, hyphens and operators`() throws {
        let record = call(endpoint: "a b OR -c", decidedBy: .rule("postal code"))
        #expect(try query("endpoint:\"a b OR -c\"").matches(record))
        #expect(try query("rule:\"postal*\"").matches(record))
        #expect(try query("\"b OR -c\"").matches(record))
    }

    @Test func `a backslash makes a wildcard an ordinary character`() throws {
        #expect(try query("endpoint:a\\*b").matches(call(endpoint: "a*b")))
        #expect(try !query("endpoint:a\\*b").matches(call(endpoint: "axb")))
        #expect(try query("endpoint:\"a\\\"b\"").matches(call(endpoint: "a\"b")))
    }

    @Test(arguments: [
        ("outcom:block", 1, "there is no field \"outcom\"", "did you mean outcome? use outcome, endpoint, email"),
        ("status:200 outcome:blok", 20, "\"blok\" cannot stand here", "write continue, block"),
        ("outcome:", 9, "\"outcome\" has no value", "write outcome:value"),
        ("outcome:block,", 9, "\"outcome\" has no value", "write outcome:value"),
        ("(outcome:block", 1, "the parenthesis is not closed", "add \")\""),
        ("outcome:block)", 14, "a closing parenthesis", "remove it"),
        ("email:\"ada", 7, "the quote is not closed", "end the text with"),
        ("outcome:block OR", 16, "the filter ends", "add a term"),
        ("OR outcome:block", 1, "a term is expected", "write a word"),
        ("took:50ms", 6, "\"took\" needs a comparison", "write took:>50ms"),
        ("took:>fast", 7, "\"fast\" cannot stand here", "write a duration"),
        ("status:high", 8, "\"high\" cannot stand here", "write a number"),
        ("since:soon", 7, "\"soon\" cannot stand here", "how long ago"),
        ("email:>a", 8, "\"email\" cannot be compared with >", "write email:value"),
        ("code:XYZ", 6, "\"XYZ\" cannot stand here", "K7Q2-9MXD"),
        ("id:1", 4, "\"1\" cannot stand here", "36 characters"),
        ("retry:maybe", 7, "\"maybe\" cannot stand here", "retry:yes"),
        ("email:*a*b*c*d*e*f*g*h*i*", 7, "cannot stand here", "at most 8"),
    ])
    func `a filter that cannot be parsed says where and what to write`(
        text: String,
        position: Int,
        message: String,
        remedy: String
    ) throws {
        let error = try #require(throws: QueryError.self) { try query(text) }
        #expect(error.position == position)
        #expect(error.message.contains(message))
        #expect(error.remedy.contains(remedy))
    }

    @Test func `a filter is limited in length, terms and depth`() throws {
        #expect(throws: QueryError.self) { try query(String(repeating: "a", count: 1025)) }
        #expect(throws: QueryError.self) { try query(String(repeating: "a ", count: 33)) }
        #expect(throws: QueryError.self) {
            try query("status:" + Array(repeating: "1", count: 33).joined(separator: ","))
        }
        #expect(throws: QueryError.self) { try query(String(repeating: "(", count: 9) + "a") }
        #expect(throws: QueryError.self) { try query(String(repeating: "-", count: 500) + "a") }
        #expect(throws: Never.self) {
            try query(String(repeating: "(", count: 8) + "a" + String(repeating: ")", count: 8))
        }
        #expect(throws: Never.self) { try query(String(repeating: "a ", count: 32)) }
    }

    @Test func `parsing random text never crashes`() throws {
        var random = Seeded(state: 42)
        let alphabet = Array("ab:()\"\\*?-,<>=. ORANDNOT\u{0}é日🙂\u{202E}\n")
        for _ in 0..<5000 {
            let text = String(
                (0..<Int.random(in: 0..<40, using: &random)).compactMap { _ in alphabet.randomElement(using: &random) }
            )
            if let query = try? query(text) { _ = query.matches(call()) }
        }
    }

    @Test func `the same language filters approvals and audit records`() throws {
        let approval = Approval(
            id: CallID(at: now),
            queue: "guests",
            email: "a@b.example",
            asks: 4,
            created: now,
            updated: now
        )
        #expect(try Query("queue:guests asks:>3 state:pending", for: Approval.self, now: now).matches(approval))
        #expect(throws: QueryError.self) { try Query("outcome:block", for: Approval.self, now: now) }
        let record = AuditRecord(
            sequence: 1,
            time: now,
            uid: 1000,
            user: "anna",
            role: .approver,
            action: "approval.approve",
            subject: "approval:K7Q2-9MXD",
            hash: ""
        )
        #expect(try Query("user:anna action:approval.* since:1m", for: AuditRecord.self, now: now).matches(record))
    }

    @Test func `every field of a record can be used in a filter`() {
        #expect(
            CallSummary.queryFields.fields.allSatisfy { field in
                ["rule", "approval", "connector", "signup"].contains(field.name)
                    || call().queryValue(field.name) != .none
            }
        )
    }
}
