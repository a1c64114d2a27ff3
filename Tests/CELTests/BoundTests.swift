import CEL
import Testing

/// No expression may block its caller, exhaust the stack or fill the memory.
@Suite struct `Bounds` {
    private static let ten = "[0,1,2,3,4,5,6,7,8,9]"

    @Test func `nested comprehensions stop when the steps are used up`() {
        let walk = (0..<12).reduce("true") { inner, level in "\(Self.ten).all(x\(level), \(inner))" }
        #expect(problem(walk)?.message == "the evaluation takes too many steps")
    }

    @Test func `an error caused by a limit is not hidden by an or`() {
        let walk = (0..<12).reduce("true") { inner, level in "\(Self.ten).all(x\(level), \(inner))" }
        #expect(problem("\(walk) || true")?.message == "the evaluation takes too many steps")
    }

    @Test(arguments: ["[x, x]", "x + x", "{'a': x, 'b': x}"])
    func `a value that doubles again and again is stopped`(twice: String) {
        let start = twice == "x + x" ? "'aaaaaaaaaaaaaaaa'" : "[1, 1]"
        let nested = (0..<60).reduce("x == x") { inner, _ in "cel.bind(x, \(twice), \(inner))" }
        #expect(problem("cel.bind(x, \(start), \(nested))")?.message == "the evaluation needs too much memory")
    }

    @Test func `comparing nested lists element by element is stopped`() {
        let lists = "lists.range(20000).map(x, [x])"
        #expect(problem("sets.equivalent(\(lists), \(lists))")?.message == "the evaluation takes too many steps")
        #expect(answer("sets.equivalent(lists.range(20000), lists.range(20000))") == #"{"bool":true}"#)
    }

    @Test func `replacing cannot grow a text without limit`() {
        let text = "'\(String(repeating: "a", count: 20_000))'"
        #expect(problem("cel.bind(a, \(text), a.replace('', a))")?.message == "the evaluation needs too much memory")
    }

    @Test func `patterns with exponential backtracking elsewhere match in linear time`() {
        let text = "'\(String(repeating: "a", count: 50_000))!'"
        #expect(answer("\(text).matches('^(a+)+$')") == #"{"bool":false}"#)
    }

    @Test func `compiling a pattern repeatedly uses steps`() {
        let walk =
            "\(Self.ten).map(a, \(Self.ten).map(b, \(Self.ten).map(c, 'x'.matches('(x{1,500}){1,2}' + string(a)))))"
        #expect(problem(walk)?.message == "the evaluation takes too many steps")
    }

    @Test(arguments: ["(", "[", "{1:", "!", "-", "a[", "f(", "a.", "1+", "true?1:", "size("])
    func `an expression that is nested too deeply is refused`(piece: String) {
        let text = String(repeating: piece, count: 99_000 / piece.utf8.count) + "1"
        #expect(problem(text) != nil)
    }

    @Test func `the deepest accepted expression can be evaluated`() {
        #expect(answer("1" + String(repeating: " + 1", count: 198)) == #"{"int":"199"}"#)
        #expect(answer(String(repeating: "!!", count: 99) + "(1 == 1)") == #"{"bool":true}"#)
    }

    @Test func `a long chain of ors does not count as nested`() {
        #expect(answer(String(repeating: "false || ", count: 5000) + "true") == #"{"bool":true}"#)
    }

    @Test func `an expression beyond the length limit is refused`() {
        #expect(problem(String(repeating: " ", count: 200_000) + "1") != nil)
    }

    @Test(arguments: [32, 100])
    func `an expression of reasonable depth is accepted`(depth: Int) {
        let open = String(repeating: "[", count: depth)
        let close = String(repeating: "]", count: depth)
        #expect(answer("size(\(open)1\(close))") == #"{"int":"1"}"#)
    }
}
