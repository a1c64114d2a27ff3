import CEL
import Testing

@Suite struct `Names` {
    @Test func `the longest bound name wins`() {
        let bindings = #"{"a.b.c":{"int":"1"},"a.b":{"map":[[{"string":"c"},{"int":"2"}]]}}"#
        #expect(answer("a.b.c", bindings) == #"{"int":"1"}"#)
    }

    @Test func `the innermost name space is searched first and a leading dot skips it`() {
        let bindings = #"{"n.m.x":{"int":"1"},"n.x":{"int":"2"},"x":{"int":"3"}}"#
        #expect(
            answer("[x, .x, m.x]", bindings, container: "n.m") == #"{"list":[{"int":"1"},{"int":"3"},{"int":"1"}]}"#
        )
    }

    @Test func `a macro's variable hides others, except behind a leading dot`() {
        let bindings = #"{"n.y":{"int":"1"},"y":{"int":"2"},"y.z":{"int":"3"}}"#
        #expect(
            answer("[{'z': 0}].map(y, [y.z, .y, .y.z])[0]", bindings, container: "n")
                == #"{"list":[{"int":"0"},{"int":"2"},{"int":"3"}]}"#
        )
    }

    @Test func `an unknown name without declared variables fails at evaluation`() {
        #expect(problem("x")?.headline == "1:1: there is no 'x' here")
    }

    @Test(arguments: [
        ("clams.country", "1:1: there is no 'clams' here; did you mean 'claims'?"),
        ("true || nothing", "1:9: there is no 'nothing' here"),
        ("claims.email.endWith('x') || true", "1:14: there is no function 'endWith'; did you mean 'endsWith'?"),
        ("claims.email.matches('(')", "1:14: not a valid pattern: missing ): ("),
    ])
    func `mistakes are found at compile time if variables are declared`(text: String, message: String) {
        #expect(throws: ExpressionError.self) { try Environment(variables: ["claims"]).compile(text) }
        #expect(problem(text, in: Environment(variables: ["claims"]))?.headline == message)
    }

    @Test func `a program lists the variables and fields that it reads`() throws {
        let program = try Environment(variables: nil).compile(
            "has(claims.a) && claims.b.c == call.step && [1].all(x, x == y) && math.abs(z) > 1"
        )
        #expect(program.references == ["claims.a", "claims.b.c", "call.step", "y", "z"])
    }
}
