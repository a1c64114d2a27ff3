import CEL
import Testing

@Suite struct `Paths` {
    private static let environment = Environment(variables: ["claims", "call", "a.b"])

    @Test(arguments: [
        ("claims.country == 'x' && claims.country != 'y'", ["claims.country"]),
        ("has(claims.a.b) || claims.?c.?d.e.hasValue()", ["claims.a.b", "claims.c.d.e"]),
        ("claims['country'] == claims[?'city']", ["claims.country", "claims.city"]),
        ("claims['content-type'].x == 1", [#"claims["content-type"].x"#]),
        ("claims[call.step] == 1", ["claims", "call.step"]),
        ("claims.tags[0] == 'a'", ["claims.tags"]),
        (
            "claims.ids.exists(i, i.issuer == claims.home && [i].all(claims, claims.x == i))",
            ["claims.ids", "claims.home"]
        ),
        ("claims.ids.map(i, i.a > 0, call.step)", ["claims.ids", "call.step"]),
        ("cel.bind(c, claims.home, c.city == c['zip'])", ["claims.home", "claims.home.city", "claims.home.zip"]),
        ("claims.?home.optMap(h, h.city)", ["claims.home", "claims.home.city"]),
        ("size(claims) > 0 && math.abs(claims.n) > 1", ["claims", "claims.n"]),
        ("a.b.c == 1", ["a.b.c"]), ("type(claims.x) == int", ["claims.x"]),
        ("{claims.k: call.v}", ["claims.k", "call.v"]),
        ("'%s'.format([claims.n])", ["claims.n"]), ("claims.a.startsWith(call.b)", ["claims.a", "call.b"]),
        ("1 + 1", []),
        ("dyn(claims.x)['a'].b && type(claims).y", ["claims.x", "claims"]),
        ("[claims.a][0].b.c == claims.d['e'][claims.n].f", ["claims.a", "claims.d.e", "claims.n"]),
    ])
    func `a program lists the paths that it reads`(text: String, paths: [String]) throws {
        #expect(try Self.environment.compile(text).references == paths)
    }

    @Test func `a program returns the values at the paths that it reads`() throws {
        let program = try Self.environment.compile("has(claims.a.b) || claims.c == 1 || a.b.x == 2 || call.d")
        let variables = Self.environment.variables([
            "claims": .map(["a": .map(["b": .int(7)])]), "a.b": .map(["x": .string("y")]),
        ])
        let reads = program.reads(variables).map { "\($0.path) \($0.value?.brief ?? "-")" }
        #expect(reads == ["claims.a.b 7", "claims.c -", "a.b.x 'y'", "call.d -"])
    }
}
