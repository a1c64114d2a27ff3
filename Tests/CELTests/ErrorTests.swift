import CEL
import Testing

@Suite struct `Errors` {
    @Test func `an error shows line, column and a caret below the position`() {
        #expect(
            problem("'b' +\n  'ä' + foo\n")?.description == """
                2:9: there is no 'foo' here
                    'ä' + foo
                          ^
                """
        )
    }

    @Test func `the position of a failing operator is the operator itself`() {
        #expect(problem("[1, 2][0] / (3 - 3)")?.headline == "1:11: division by zero")
    }

    @Test func `characters that a terminal could act on are escaped in messages`() {
        #expect(problem("'a\u{1b}[31m\u{202e}' + 1")?.excerpt == "'a [31m ' + 1")
    }

    @Test func `a long line is cut around the position`() {
        let pointer = problem(String(repeating: "1 + ", count: 150) + "x")?.pointer
        #expect(pointer?.split(separator: "\n").map(\.count).max() ?? 0 < 110)
    }
}
