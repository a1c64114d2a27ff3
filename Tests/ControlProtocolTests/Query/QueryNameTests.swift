import ControlProtocol
import Foundation
import GatehouseModel
import TestSupport
import Testing

private let now = Timestamp(milliseconds: 1_800_000_000_000)

/// The names of each kind of record.
private let records: [(name: String, fields: QueryFields)] = [
    ("call", CallSummary.queryFields), ("approval", Approval.queryFields), ("sign-up", SignUp.queryFields),
    ("account", Account.queryFields), ("audit record", AuditRecord.queryFields),
]

private func call(from email: String) -> CallSummary {
    CallSummary(
        id: CallID(high: 0x0199_0000_0000_7000, low: 0x8000_0012_3456_789A),
        time: now,
        endpoint: "request-approval",
        dialect: .entraB2B,
        step: .postAttributeCollection,
        outcome: .block,
        status: 200,
        email: email,
        issuer: "google.com",
        tookMs: 3,
        decidedBy: .list("blocked"),
        retryOf: nil
    )
}

private func problem(_ text: String, _ fields: QueryFields = CallSummary.queryFields) -> QueryError? {
    do throws(QueryError) {
        _ = try Query(text, fields: fields, now: now)
        return nil
    } catch { return error }
}

@Suite struct `The names in filters` {
    @Test func `every name of a record stands for one thing`() {
        for (record, fields) in records {
            let names = fields.fields.flatMap { [$0.name] + $0.aliases } + fields.unfiltered.map(\.name)
            #expect(Set(names).count == names.count, "\(record): \(names)")
            #expect(names.allSatisfy { $0 == $0.lowercased() }, "\(record)")
        }
    }

    @Test func `what is searched and what is personal are fields`() {
        for (record, fields) in records {
            let names = Set(fields.fields.map(\.name))
            #expect(names.isSuperset(of: fields.searched), "\(record)")
            #expect(names.isSuperset(of: fields.personal), "\(record)")
        }
    }

    @Test(arguments: [
        ("decision:block", "outcome:block"), ("Applicant:ada@a.example", "email:ada@a.example"),
        ("took_ms:>50", "took:>50"), ("by:list:x", "decided:list:x"), ("sign_up:K7Q2-9MXD", "signup:K7Q2-9MXD"),
    ])
    func `the name of a column or a JSON member filters like the field`(alias: String, field: String) throws {
        let other = try Query(alias, for: CallSummary.self, now: now)
        #expect(other.expression == (try Query(field, for: CallSummary.self, now: now)).expression)
    }

    @Test func `who sees people masked may not filter by them under another name either`() throws {
        for (record, fields) in records {
            for field in fields.fields where fields.personal.contains(field.name) {
                for name in [field.name] + field.aliases {
                    let query = try Query("\(name):a", fields: fields, now: now)
                    #expect(throws: Problem.self, "\(record) \(name)") { try query.withoutPeople(in: fields) }
                }
            }
        }
    }

    @Test func `a mistyped field is told the name that was meant`() {
        for (record, fields) in records {
            for field in fields.fields where field.name.count > 4 {
                let typed = field.name.dropLast() + "_"
                let hint = problem("\(typed):x", fields)?.remedy
                #expect(hint?.hasPrefix("did you mean \(field.name)?") == true, "\(record) \(typed): \(hint ?? "none")")
            }
        }
    }

    @Test func `a mistyped word is told the word that was meant`() {
        for (record, fields) in records {
            for field in fields.fields {
                guard case .word(let words) = field.kind else { continue }
                for word in words where word.count > 4 {
                    let hint = problem("\(field.name):\(word.dropFirst())", fields)?.remedy
                    #expect(
                        hint?.contains("did you mean \(field.name):") == true,
                        "\(record) \(word): \(hint ?? "none")"
                    )
                }
            }
        }
    }

    @Test func `a column that cannot be filtered by says what to write`() {
        for (record, fields) in records {
            for column in fields.unfiltered {
                let error = problem("\(column.name):x", fields)
                #expect(error?.remedy == column.remedy, "\(record) \(column.name)")
            }
        }
    }

    @Test(arguments: [
        ("outcome:block or outcome:pending", 15, "write OR"), ("outcome:block Or ada", 15, "write OR"),
        ("(status:200 and ada)", 13, "write AND"), ("not outcome:block", 1, "write NOT"),
        ("ada OR not outcome:block", 8, "write NOT"), ("(ada) or (bo)", 7, "write OR"),
    ])
    func `a sign in small letters is refused where it would be searched for`(
        text: String,
        position: Int,
        remedy: String
    ) throws {
        let error = try #require(problem(text))
        #expect(error.position == position)
        #expect(error.remedy.hasPrefix(remedy))
    }

    @Test(arguments: [
        "or", "and", "not", "\"or\"", "ada \"or\" bo", "ada or", "or ada", "ada OR or", "email:or bo", "endpoint:not",
        "(not)",
        "orange and", "not OR ada", "nor ada",
    ])
    func `a small word stays a word where no sign could stand, or in quotes`(text: String) {
        #expect(problem(text) == nil)
    }
}

@Suite struct `Domains in filters` {
    @Test(arguments: [
        "bücher.example", "xn--bcher-kva.example", "BÜCHER.Example", "XN--BCHER-KVA.example", "bu\u{308}cher.example",
        "bücher。example", "bücher.example.",
    ])
    func `an internationalised domain is found however it is written`(written: String) throws {
        let received = [
            "bücher.example", "xn--bcher-kva.example", "BÜCHER.EXAMPLE", "Bücher.example", "bu\u{308}cher.example",
        ]
        for domain in received {
            let call = call(from: "ada@\(domain)")
            for filter in ["domain:\"\(written)\"", "email:\"ada@\(written)\"", "email:*@\(written)"] {
                #expect(try Query(filter, for: CallSummary.self, now: now).matches(call), "\(filter) and \(domain)")
                let negated = try Query("-" + filter, for: CallSummary.self, now: now)
                #expect(!negated.matches(call), "-\(filter) and \(domain)")
            }
        }
    }

    @Test(arguments: ["*.bücher.example", "*.xn--bcher-kva.example", "mail.*.example", "?ail.bücher.*"])
    func `a pattern finds both forms of the labels that it spells out`(pattern: String) throws {
        for domain in ["mail.bücher.example", "mail.xn--bcher-kva.example"] {
            #expect(try Query("domain:\(pattern)", for: CallSummary.self, now: now).matches(call(from: "a@\(domain)")))
        }
        #expect(try !Query("domain:\(pattern)", for: CallSummary.self, now: now).matches(call(from: "a@b.example.org")))
    }

    @Test(arguments: ["strasse.example", "straßen.example", "xn--bcher.example", "bucher.example"])
    func `another domain is not found`(domain: String) throws {
        for filter in ["domain:straße.example", "domain:bücher.example", "email:*@bücher.example"] {
            #expect(try !Query(filter, for: CallSummary.self, now: now).matches(call(from: "ada@\(domain)")))
        }
    }

    @Test func `an approval request is found by its domain`() throws {
        let fields = Approval.queryFields
        #expect(fields["domain"]?.kind == .domain)
        let query = try Query("domain:b.example", for: Approval.self, now: now)
        #expect(throws: Never.self) { try query.withoutPeople(in: fields) }
    }
}
