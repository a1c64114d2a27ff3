import CEL
import GatehouseModel
import Synchronization

/// The texts that the expressions of one call ask about, each read once: a policy of many rules asks about the same
/// address in most of them, and reading one takes longer than looking it up.
final class TextMemo: Sendable {
    /// A text as lists look at it; a class, since it is handed out many times.
    final class Asked: Sendable {
        let text: Text
        let question: Question
        /// What `.domain()` gives; nil when the text is no address.
        let domain: Value?

        init(_ text: Text) {
            self.text = text
            question = Question(asking: text.string)
            domain = question.email.map { .string($0.domain.ascii) }
        }
    }

    private let known = Mutex<[Asked]>([])

    /// So many texts are kept; expressions that make up more are answered all the same.
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
