import CEL
import GatehouseModel
import Synchronization

/// The texts that the expressions of one call ask about, each read once: a policy of many rules asks about the same
/// address in most of them, and reading one takes longer than looking it up.
final class TextMemo: Sendable {
    private let known = Mutex<[(text: Text, question: Question)]>([])

    /// So many texts are kept; expressions that make up more are answered all the same.
    private static let limit = 8

    func question(_ text: String) -> Question {
        let text = Text(text)
        return known.withLock { known in
            if let found = known.first(where: { $0.text == text }) { return found.question }
            let question = Question(asking: text.string)
            if known.count < Self.limit { known.append((text, question)) }
            return question
        }
    }
}
