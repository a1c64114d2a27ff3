import GatehouseModel
import PolicyEngine
import Testing

@Suite struct `A message` {
    let message: LocalizedMessage
    let code = ReferenceCode(value: 1)

    init() throws {
        message = LocalizedMessage(
            fallback: try MessageTemplate("default"),
            texts: [
                "fr": try MessageTemplate("fr"), "fr-ca": try MessageTemplate("fr-CA"),
                "zh-hant": try MessageTemplate("zh-Hant"),
            ]
        )
    }

    func values(_ claims: Claims = Claims(), queue: String? = nil) -> MessageValues {
        MessageValues(code: code, claims: claims, queue: queue)
    }

    @Test(
        arguments: [
            ([], "default"), (["de"], "default"), (["fr"], "fr"), (["FR-be"], "fr"), (["fr-CA"], "fr-CA"),
            (["fr_CA"], "fr-CA"),
            (["fr-CA-x-quebec"], "fr-CA"), (["de", "fr-CH"], "fr"), (["zh-Hant-TW"], "zh-Hant"), (["zh"], "default"),
            (["", "-", "--", "fr-"], "fr"),
        ] as [([String], String)]
    )
    func `a message is found by language from the specific to the general`(locales: [String], text: String) {
        #expect(message.text(for: locales, values: values()) == text)
    }

    @Test func `a message shows the values of its placeholders`() throws {
        let template = try MessageTemplate("{code}|{email}|{domain}|{queue}|{claims.n}|{claims.none}|{{x}}")
        let claims = Claims(email: "Ada@BÜCHER.example", attributes: ["n": 5])
        let text = LocalizedMessage(fallback: template).text(for: [], values: values(claims, queue: "guests"))
        #expect(text == "0000-0001|Ada@BÜCHER.example|bücher.example|guests|5||{x}")
    }

    @Test func `placeholders inside a value are not replaced`() throws {
        let claims = Claims(attributes: ["n": "{email}{{"])
        let text = LocalizedMessage(fallback: try MessageTemplate("{claims.n}")).text(for: [], values: values(claims))
        #expect(text == "{email}{{")
    }

    @Test func `characters that move the cursor or change the text direction are removed`() throws {
        let claims = Claims(email: "a\u{202E}\u{1B}[31m\n\u{2028}\u{9B}b@c.example\0")
        let text = LocalizedMessage(fallback: try MessageTemplate("{email}")).text(for: [], values: values(claims))
        #expect(text == "a[31mb@c.example")
    }

    @Test(arguments: [String(repeating: "é", count: 5000), "a" + String(repeating: "\u{301}", count: 100_000)])
    func `the length of a value in a message is limited`(value: String) throws {
        let template = try MessageTemplate("{claims.n}")
        let text = LocalizedMessage(fallback: template).text(
            for: [],
            values: values(Claims(attributes: ["n": .string(value)]))
        )
        #expect(text.count <= 200 && text.unicodeScalars.count <= 801)
    }

    @Test(arguments: [StockMessages.denied, StockMessages.pending, StockMessages.approvalDenied, StockMessages.failure])
    func `every stock message contains the code in every language`(message: LocalizedMessage) {
        #expect(["en", "fr", "de"].allSatisfy { message.text(for: [$0], values: values()).contains("0000-0001") })
    }
}
