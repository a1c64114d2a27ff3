import ControlProtocol
import GatehouseModel
import Testing

/// Names in filters: one set for screens, JSON and CLI, with advice for any other name.
@Suite struct `Names in filters` {
    private static let records: [(name: String, fields: QueryFields)] = [
        ("calls", CallSummary.queryFields), ("requests", Approval.queryFields), ("sign-ups", SignUp.queryFields),
        ("accounts", Account.queryFields), ("audit", AuditRecord.queryFields),
    ]

    private func problem(_ text: String, _ fields: QueryFields) -> QueryError? {
        do throws(QueryError) {
            _ = try Query(text, fields: fields, now: Timestamp(milliseconds: 0))
            return nil
        } catch { return error }
    }

    @Test func `no two fields of a record share a name`() {
        for (record, fields) in Self.records {
            let names = fields.fields.flatMap { [$0.name] + $0.aliases } + fields.replacements.keys
            #expect(Set(names).count == names.count, "\(record)")
        }
    }

    @Test(
        arguments: [
            ("calls", "decision:block", "outcome:block"), ("calls", "applicant:a@b.example", "email:a@b.example"),
            ("calls", "took_ms:>5", "took:>5"), ("calls", "decided_by:default", "decided:default"),
            ("calls", "HTTP:>=400", "status:>=400"), ("calls", "from:google.com", "issuer:google.com"),
            ("requests", "why:list:freemail", "asked:list:freemail"), ("requests", "display_name:Ada", "name:Ada"),
            ("requests", "taken_by:bo", "taken:bo"), ("sign-ups", "back:>1", "validations:>1"),
            ("sign-ups", "person:a@b.example", "email:a@b.example"), ("audit", "what:lists.*", "action:lists.*"),
        ]
    )
    func `a name that a screen or JSON shows means the field`(record: String, written: String, meant: String) throws {
        let fields = try #require(Self.records.first { $0.name == record }).fields
        let now = Timestamp(milliseconds: 0)
        #expect(
            try Query(written, fields: fields, now: now).expression == Query(meant, fields: fields, now: now).expression
        )
    }

    @Test(
        arguments: [
            ("calls", "outcom:block", "outcome:"), ("calls", "emial:x", "email:"), ("requests", "domian:x", "domain:"),
            ("requests", "age:2h", "since: or until:"), ("calls", "time:1h", "since: or until:"),
            ("requests", "by:anna", "taken: or decided:"), ("accounts", "state:disabled", "enabled:no"),
            ("calls", "outcome:blok", "write continue, block"), ("sign-ups", "state:failed", "stage:"),
            ("audit", "roel:admin", "role:"), ("calls", "qqqqqq:1", "use outcome, endpoint"),
        ]
    )
    func `another name is answered with what to write`(record: String, written: String, advice: String) throws {
        let fields = try #require(Self.records.first { $0.name == record }).fields
        let problem = try #require(self.problem(written, fields))
        #expect(problem.remedy.contains(advice), "\(problem)")
    }

    @Test(arguments: ["outcome:block or outcome:allow", "a Or b", "a and b", "not outcome:block", "(a or b)"])
    func `an operator in small letters is named`(text: String) throws {
        let problem = try #require(self.problem(text, CallSummary.queryFields))
        #expect(problem.message == "operators are written in capitals")
    }

    @Test(arguments: ["\"or\" b", "a \"and\" b", "or", "name or", "email:or b", "a \\or b"])
    func `a quoted or lonely word is no operator`(text: String) {
        #expect(problem(text, Self.records[0].fields)?.message != "operators are written in capitals")
    }

    @Test(
        arguments: [
            "domain:bücher.example", "domain:xn--bcher-kva.example", "domain:BÜCHER.example",
            "domain:*.bücher.example,bücher.example",
            "email:*@bücher.example", "email:ada@xn--bcher-kva.example", "xn--bcher-kva.example", "bücher.example",
        ]
    )
    func `an internationalised domain is found however it and the filter are written`(text: String) throws {
        let query = try Query(text, for: Account.self, now: Timestamp(milliseconds: 0))
        for domain in ["bücher.example", "xn--bcher-kva.example", "BÜCHER.EXAMPLE", "Xn--Bcher-KVA.example"] {
            var account = Situation.account
            account.email = "ada@" + domain
            #expect(query.matches(account), "\(domain)")
        }
        var other = Situation.account
        other.email = "ada@bucher.example"
        #expect(!query.matches(other))
    }

    private enum Situation {
        static let account = Account(
            id: "a",
            email: "ada@a.example",
            flow: "guests",
            created: Timestamp(milliseconds: 0),
            updated: Timestamp(milliseconds: 0)
        )
    }

    @Test(
        arguments: [
            ("", ["outcome:", "endpoint:"]), ("out", ["outcome:"]), ("a -out", ["a -outcome:"]),
            ("outcome:bl", ["outcome:block"]),
            ("(outcome:block,inv", ["(outcome:block,invalid"]), ("retry:", ["retry:yes", "retry:no"]), ("email:a", []),
            ("zz", []),
            ("outcome:block OUT", ["outcome:block outcome:"]),
        ] as [(String, [String])]
    )
    func `the last word of a filter is completed`(text: String, expected: [String]) {
        let found = CallSummary.queryFields.completions(of: text)
        #expect(Array(found.prefix(expected.count)) == expected)
        if expected.isEmpty { #expect(found.isEmpty) }
    }
}
