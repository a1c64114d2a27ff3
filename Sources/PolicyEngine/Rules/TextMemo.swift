import CEL
import GatehouseModel
import Synchronization

/// The texts that the expressions of one call look up, each parsed once. Many rules look up the same address, and
/// parsing takes longer than the look-up.
final class TextMemo: Sendable {
    /// A text prepared for look-up; a class, because it is passed around often.
    final class Asked: Sendable {
        let text: Text
        let question: Question
        /// The result of `.domain()`; nil if the text is not an address.
        let domain: Value?

        init(_ text: Text) {
            self.text = text
            question = Question(asking: text.string)
            domain = question.email.map { .string($0.domain.ascii) }
        }
    }

    private let known = Mutex<[Asked]>([])

    /// The maximum number of texts kept. Further texts are parsed again each time.
    private static let limit = 8

    func asked(_ text: String) -> Asked {
        let text = Text(text)
        return known.withLock { known in
            if let found = known.first(where: { $0.text == text }) { return found }
            let asked = Asked(text)
            if known.count < Self.limit { known.append(asked) }
            return asked
        }
    }
}
