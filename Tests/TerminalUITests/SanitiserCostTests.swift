import Testing

@testable import TerminalUI

/// Scalars that count how often an index moves.
private struct CountedScalars: BidirectionalCollection {
    final class Steps { var count = 0 }

    let scalars: [Unicode.Scalar]
    let steps = Steps()
    var startIndex: Int { 0 }
    var endIndex: Int { scalars.count }
    subscript(index: Int) -> Unicode.Scalar { scalars[index] }
    func index(after index: Int) -> Int {
        steps.count += 1
        return index + 1
    }
    func index(before index: Int) -> Int {
        steps.count += 1
        return index - 1
    }
}

@Suite struct `The cost of safe text` {
    @Test(
        arguments: [
            "\u{0639}\u{200C}", "\u{0639}\u{064E}\u{200C}", "\u{200C}", "\u{0915}\u{094D}\u{200D}", "a\u{0301}", "\r\n",
        ]
    )
    func `the work for a text grows with its length only, whatever it repeats`(unit: String) {
        let scalars = (0..<5_000).flatMap { _ in Array(unit.unicodeScalars) }
        let counted = CountedScalars(scalars: scalars)
        var sanitiser = Sanitiser()
        sanitiser.append(counted, limit: scalars.count)
        #expect(counted.steps.count < scalars.count * 12)
    }
}
