import CEL
import Testing

@Suite struct `Operators` {
    @Test(arguments: [
        ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"), ("10 - 4 - 3", "3"), ("-7 / 2", "-3"), ("-7 % 2", "-1"),
        ("- -5", "5"), ("true ? 1 : false ? 2 : 3", "1"), ("false ? 1 : false ? 2 : 3", "3"),
        ("'a' in ['a'] ? 1 : 0", "1"),
        ("[[1, 2], [3]][0][1]", "2"), ("{'a': {'b': 7}}.a['b']", "7"),
    ])
    func `operators have the specified precedence`(text: String, value: String) {
        #expect(answer(text) == #"{"int":"\#(value)"}"#)
    }

    @Test(arguments: [
        "9223372036854775807 + 1", "-9223372036854775808 - 1", "5000000000 * 5000000000", "-(-9223372036854775808)",
        "-9223372036854775808 / -1", "0u - 1u", "18446744073709551615u + 1u", "1 / 0", "1 % 0", "1u / 0u", "1 + 1u",
        "1 + 1.0", "1.5 % 1.0", "-1u", "-'a'", "!1", "'a' - 'b'", "[1] < [2]", "null < null", "'a' < 1", "{1.0: 2}",
        "{1: 2, 1u: 3}", "{null: 1}", "[1][1]", "[1][0.5]", "[1]['a']", "{'a': 1}['b']", "{'a': 1}.b", "1.a", "1[0]",
    ])
    func `an operation without a value is an error`(text: String) {
        #expect(answer(text) == "error")
    }

    @Test(arguments: [
        "1 == 1.0", "1u == 1", "dyn(9007199254740993) > 9007199254740992", "-1 < 0u", "1 != 'a'", "[1, 2u] == [1.0, 2]",
        "{'a': 1, 'b': 2} == {'b': 2.0, 'a': 1u}", "0.0 / 0.0 != 0.0 / 0.0", "!(0.0 / 0.0 < 1.0)", "1.0 in [1]",
        "{1: 'a'}[1.0] == 'a'", "3u in {3: 1}", "false < true", "b'a' < b'b'", "'é' != 'e\\u0301'", "'z' < 'é'",
        "18446744073709551615u > 9223372036854775807", "1 < 1.5", "type(1) == int", "type(type(1)) == type",
        "google.protobuf.Timestamp == type(timestamp(0))", "'b' in ['a', 'b', 'c', 'd', 'e', 'f']",
        "!(1 in ['a', 'b', 'c', 'd', 'e', 'f'])", "[] + [1] == [1]",
    ])
    func `values are compared by value`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        ("false && 1 / 0 > 0", "false"), ("1 / 0 > 0 && false", "false"), ("true || 1 / 0 > 0", "true"),
        ("1 / 0 > 0 || true", "true"), ("'a' && false", "false"), ("1 || true", "true"), ("x || true", "true"),
        ("f(1) || true", "true"), ("true ? true : 1 / 0 > 0", "true"),
    ])
    func `a decisive operand decides even if others fail`(text: String, value: String) {
        #expect(answer(text) == #"{"bool":\#(value)}"#)
    }

    @Test(arguments: ["true && 1 / 0 > 0", "false || 1 / 0 > 0", "'a' && 'b'", "1 / 0 > 0 ? 1 : 2", "'a' ? 1 : 2"])
    func `without a decisive operand the result is an error`(text: String) {
        #expect(answer(text) == "error")
    }
}
