import CEL
import Testing

@Suite struct `Macros` {
    @Test(arguments: [
        "has({'a': 1}.a) && !has({'a': 1}.b)", "[1, 2].all(x, x > 0)", "![1, 2].all(x, x / (x - 1) > 5)",
        "[0, 2].exists(x, 2 / x == 1)", "[5, 6].exists_one(x, x > 5)", "{'a': 1}.all(k, k == 'a')",
        "[1, 2, 3].map(x, x * x) == [1, 4, 9]", "[1, 2, 3].map(x, x > 1, x * x) == [4, 9]",
        "[1, 2, 3].filter(x, x % 2 == 1) == [1, 3]", "[2, 4].all(i, v, v == 2 * i + 2)",
        "{'a': 1}.exists(k, v, k == 'a' && v == 1)", "[7, 8].existsOne(i, v, i == 1 && v == 8)",
        "[1, 2].transformList(i, v, i + v) == [1, 3]", "[1, 2].transformList(i, v, i > 0, v) == [2]",
        "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}", "['x', 'y'].transformMap(i, v, v) == {0: 'x', 1: 'y'}",
        "{'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'}", "cel.bind(a, 2, cel.bind(b, a + 1, a * b)) == 6",
        "[1, 2].map(x, [3].map(x, x * 10)) == [[30], [30]]",
        "[[1, 2], [3]].map(l, l.map(x, x + size(l))) == [[3, 4], [4]]",
        "optional.of(2).optMap(x, x + 1).value() == 3", "!optional.none().optMap(x, x + 1).hasValue()",
        "{'a': {'b': 1}}.?a.optFlatMap(x, x.?b) == optional.of(1)",
    ])
    func `a macro has the specified meaning`(text: String) {
        #expect(answer(text) == #"{"bool":true}"#)
    }

    @Test(arguments: [
        "[0, 1].all(x, 2 / x > 0)", "[0].exists(x, 2 / x > 0)", "[1, 0, 1].exists_one(x, 2 / x > 5)", "[1].all(x, x)",
        "[1].filter(x, x)", "1.all(x, true)", "[1].map(1, 2)", "[1].all(a.b, true)", "has(a)", "has(1)",
        "[1].all(x, x, true)", "{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "[1].transformMapEntry(i, v, v)",
    ])
    func `a macro with invalid arguments is an error`(text: String) {
        #expect(answer(text) == "error")
    }

    @Test func `without macros their names are unknown functions`() {
        #expect(answer("[1].exists(x, x == 1)", macros: false) == "error")
    }
}
