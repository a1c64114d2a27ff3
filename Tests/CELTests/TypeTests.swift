import CEL
import Testing

@Suite struct `Types` {
    private static let identity = ObjectType("an identity", fields: ["issuer": .string, "id": .string])

    private static let claims = ObjectType(
        "claims",
        fields: [
            "email": .string, "country": .string, "age": .int, "score": .double, "vip": .bool, "since": .timestamp,
            "tags": .list(.string), "limits": .map(.string, .int), "raw": .dyn, "identities": .list(.object(identity)),
            "home": .object(ObjectType("home", fields: ["city": .string])),
        ]
    )

    private static let environment = Environment(
        variables: [
            "claims": .object(claims), "any": .dyn,
            "call": .object(ObjectType("call", fields: ["step": .string], others: .dyn)),
        ],
        functions: [
            Function(
                "domain",
                style: .receiver,
                signatures: [Signature([.string], .string)],
                .unary { value throws(Failure) in value }
            ),
            Function("list", signatures: [Signature([.string], .opaque(TypeName("list")))], .unary { $0 }),
            Function("anything", .unary { $0 }),
        ]
    )

    private func type(_ text: String) throws -> String { try Self.environment.compile(text).type.text }

    private func problem(_ text: String, expecting wanted: ValueType = .dyn) -> String? {
        Self.environment.problems(in: text, expecting: wanted).first?.headline
    }

    @Test(arguments: [
        ("claims.email", "string"), ("claims.age + 1", "int"), ("claims.score * 2.0", "double"),
        ("!claims.vip", "bool"),
        ("-claims.age", "int"), ("claims.tags[0]", "string"), ("claims['email']", "string"),
        ("claims.limits.guests", "int"), ("claims.?email", "optional(string)"),
        ("claims[?'email']", "optional(string)"),
        ("claims.?home.city", "optional(string)"), ("claims.?home.?city", "optional(string)"),
        ("claims.?email.orValue('')", "string"), ("claims.?age.optMap(a, a > 17)", "optional(bool)"),
        ("claims.tags.map(t, size(t))", "list(int)"), ("claims.tags.filter(t, t != '')", "list(string)"),
        ("claims.identities.exists(i, i.issuer == 'x')", "bool"), ("claims.identities[0].issuer", "string"),
        ("claims.limits.transformMap(k, v, v > 0)", "map(string, bool)"), ("{'a': 1u}", "map(string, uint)"),
        ("claims.limits.map(k, k)", "list(string)"), ("claims.tags.transformList(i, t, i)", "list(int)"),
        ("claims.tags.transformMapEntry(i, t, {t: i})", "map(string, int)"), ("[1, 'a']", "list(dyn)"),
        ("cel.bind(a, claims.age, a * 2)", "int"), ("claims.vip ? 1 : 2", "int"),
        ("claims.since - duration('1h')", "timestamp"),
        ("claims.since - claims.since", "duration"), ("timestamp(0).getFullYear()", "int"),
        ("math.greatest(1, 2)", "int"),
        ("math.greatest(1, 2.0)", "dyn"), ("type(1)", "type"), ("int", "type"), ("dyn(1)", "dyn"),
        ("claims.email.domain()", "string"), ("list('x')", "list"), ("claims.email in list('x')", "bool"),
        ("anything(1)", "dyn"), ("any.whatever[7] + 1", "int"), ("call.other", "dyn"), ("claims.raw.deep", "dyn"),
        ("'%d'.format([1])", "string"), ("claims.email.split('@')", "list(string)"), ("[1] + [2]", "list(int)"),
        ("optional.unwrap([optional.of(1)])", "list(int)"), ("claims.vip && any.flag", "bool"),
    ])
    func `the type of an expression follows from its parts`(text: String, type: String) throws {
        #expect(try self.type(text) == type)
    }

    @Test(arguments: [
        ("claims.contry == 'x'", "1:7: claims has no field 'contry'; did you mean 'country'?"),
        ("has(claims.contry)", "1:11: claims has no field 'contry'; did you mean 'country'?"),
        ("claims['contry']", "1:7: claims has no field 'contry'; did you mean 'country'?"),
        ("claims.?contry", "1:7: claims has no field 'contry'; did you mean 'country'?"),
        ("claims.identities.all(i, i.isuer == '')", "1:27: an identity has no field 'isuer'; did you mean 'issuer'?"),
        ("claims.home.zip", "1:12: home has no field 'zip'; it has city"),
        ("claims.email.first", "1:13: string has no fields, so no '.first'"),
        ("claims.age[0]", "1:11: int has no elements, so no '[…]'"),
        ("claims.tags['a']", "1:12: a list is indexed by int, not string"),
        ("claims.age + 'x'", "1:12: there is no int + string; there are int + int and string + string"),
        ("claims.age + 1.5", "1:12: there is no int + double; there are int + int and double + double"),
        ("-claims.email", "1:1: there is no -string; there are -int and -double"),
        ("claims.age == '18'", "1:12: there is no int == string; both sides must be of one type, or numbers"),
        ("claims.country > 5", "1:16: there is no string > int; both sides must be of one type, or numbers"),
        ("claims.tags < ['a']", "1:13: there is no list(string) < list(string); such values have no order"),
        ("claims.age in claims.tags", "1:12: int is never in list(string)"),
        ("'a' in claims.email", "1:5: 'in' looks into a list or a map, this is string"),
        ("claims.age.startsWith('1')", "1:12: there is no int.startsWith(string); there is string.startsWith(string)"),
        ("claims.email.startsWith(1)", "1:14: there is no string.startsWith(int); there is string.startsWith(string)"),
        ("claims.age.domain()", "1:12: there is no int.domain(); there is string.domain()"),
        ("size(claims.age)", "1:1: there is no size(int); there are size(string), size(bytes) and size(list(A))"),
        ("math.ceil(claims.age)", "1:6: there is no math.ceil(int); there is math.ceil(double)"),
        (
            "claims.email.substring('a')",
            "1:14: there is no string.substring(string); there are string.substring(int) and string.substring(int, int)"
        ),
        (
            "claims.email && true",
            "1:7: '&&' takes conditions, this is string; compare it with something, as in \"… == …\""
        ),
        ("!claims.age", "1:8: '!' takes conditions, this is int; compare it with something, as in \"… == …\""),
        (
            "claims.vip ? 1 : 'a'",
            "1:12: both outcomes must be of one type, they are int and string; convert one, or write dyn(…)"
        ),
        ("claims.age.all(x, true)", "1:7: only a list or a map can be gone through, this is int"),
        (
            "claims.tags.all(t, t)",
            "1:20: this macro takes conditions, this is string; compare it with something, as in \"… == …\""
        ),
        ("claims.age.optMap(a, a)", "1:12: optMap takes an optional, this is int"),
        ("claims.email.orValue('')", "1:14: there is no string.orValue(string); there is optional(A).orValue(A)"),
        (
            "claims.?email.orValue(1)",
            "1:15: there is no optional(string).orValue(int); there is optional(A).orValue(A)"
        ),
        ("{1.5: 1}", "1:2: a map key must be int, uint, bool or string, not double"),
        ("[?1]", "1:3: what follows '?' must be an optional, it is int"),
    ])
    func `a type mismatch is reported at compile time, with position and remedy`(text: String, message: String) {
        #expect(problem(text) == message)
    }

    @Test(arguments: [
        "claims.age == 18.0", "claims.age < 1u", "claims.raw == 1 || claims.raw == 'a'", "any == 1 && any == 'a'",
        "claims.email != null", "claims.vip ? null : 1", "claims.vip ? dyn(1) : 'a'", "[1, 'a'].exists(x, x == 'a')",
        "claims == {}", "claims.limits == {'a': 1}", "claims.map(k, k).size() > 0", "claims[call.step] == 1",
        "any.startsWith(any)", "list('x').count > 1", "[] == claims.tags", "claims.tags + []", "{} == claims.limits",
    ])
    func `an expression that may be valid at evaluation is accepted`(text: String) {
        #expect(problem(text) == nil)
    }

    @Test func `a condition must be a bool`() {
        #expect(problem("claims.vip", expecting: .bool) == nil)
        #expect(problem("claims.raw", expecting: .bool) == nil)
        #expect(
            problem("claims.email", expecting: .bool)
                == "1:7: this must be bool, it is string; compare it with something, as in \"… == …\""
        )
        #expect(problem("claims.age", expecting: .string) == "1:7: this must be string, it is int")
    }

    @Test func `all problems are reported at once, and compiling throws the first`() {
        let text = "claims.contry == 'x' &&\n  claims.age == 'y'"
        let problems = Self.environment.problems(in: text)
        #expect(problems.map(\.line) == [1, 2])
        #expect(throws: ExpressionError.self) { try Self.environment.compile(text) }
    }

    @Test func `without declared types nothing is reported at compile time`() throws {
        #expect(try Environment(variables: ["claims"]).compile("claims.a + 1 == 'x' + 1").type == .dyn)
    }

    @Test func `the signatures of all functions can be listed`() {
        let forms = Self.environment.forms
        #expect(forms.first == "has(a.field) -> bool")
        #expect(forms.contains("string.startsWith(string) -> bool"))
        #expect(forms.contains("string.domain() -> string"))
        #expect(forms.contains("math.greatest(int, int…) -> int"))
        #expect(Set(forms).count == forms.count)
    }

    @Test func `every standard function has signatures`() {
        let names = Environment(variables: [:]).functionsWithoutSignatures
        #expect(names.isEmpty)
    }
}
