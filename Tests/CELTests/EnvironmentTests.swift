import CEL
import Testing

@Suite struct `Environments` {
    private final class Countries: OpaqueValue {
        let typeName = TypeName("country_list")

        func contains(_ value: Value) -> Bool? {
            guard case .string(let name) = value else { return nil }
            return name == "Sweden"
        }

        func field(_ name: String) -> Value? { name == "count" ? .int(1) : nil }
    }

    private static let environment = Environment(
        variables: ["claims"],
        functions: [
            Function(
                "domain",
                style: .receiver,
                .unary { value throws(Failure) in
                    guard case .string(let text) = value, let at = text.firstIndex(of: "@") else {
                        throw .noOverload("domain", of: [value])
                    }
                    return .string(String(text[text.index(after: at)...]))
                }
            ),
            Function(
                "list",
                check: { arguments in
                    guard case .string(let name)? = arguments.first ?? nil, name != "countries" else { return nil }
                    return "there is no list '\(name)'"
                },
                .unary { _ throws(Failure) in .opaque(Countries()) }
            ),
        ]
    )

    private static let claims: [String: Value] = [
        "claims": .map(["email": .string("ada@b.example"), "country": .string("Sweden"), "age": .int(36)])
    ]

    private func value(_ text: String) throws -> String {
        try Self.environment.compile(text).evaluate(Self.claims).brief
    }

    @Test func `the host's functions are called like built-in ones`() throws {
        #expect(try value("claims.email.domain()") == "'b.example'")
    }

    @Test func `the host's objects support membership and fields`() throws {
        #expect(try value("claims.country in list('countries')") == "true")
        #expect(try value("list('countries').count") == "1")
        #expect(throws: ExpressionError.self) { try value("1 in list('countries')") }
        #expect(throws: ExpressionError.self) { try value("list('countries').other") }
    }

    @Test func `a function can refuse constant arguments at compile time`() {
        #expect(
            problem("true || 'a' in list('nope')", in: Self.environment)?.headline == "1:16: there is no list 'nope'"
        )
    }

    @Test func `variables laid out once can be used by many programs`() throws {
        let variables = Self.environment.variables(Self.claims)
        for text in ["claims.age > 18", "claims.country == 'Sweden'", "has(claims.email)"] {
            #expect(try Self.environment.compile(text).isTrue(variables))
        }
    }

    @Test func `a condition that is not a bool is an error`() throws {
        let program = try Self.environment.compile("claims.age")
        #expect(throws: ExpressionError.self) { try program.isTrue(Self.environment.variables(Self.claims)) }
    }
}
