package import GatehouseModel
import StrictTOML

/// The definition of a list. Its entries are in the store.
package struct PolicyList: Sendable, Hashable, Named {
    package var name: String
    package var effect: ListEffect
    /// The queue for approval requests; only with effect `approve`.
    package var queue: String?
    /// The text of the block page, for effect `deny`; nil for the stock text.
    package var message: LocalizedMessage?

    package init(name: String, effect: ListEffect, queue: String? = nil, message: LocalizedMessage? = nil) {
        self.name = name
        self.effect = effect
        self.queue = queue
        self.message = message
    }
}

extension PolicyList {
    init(_ table: StrictTable, _ names: PolicyNames) throws(TOMLProblem) {
        self.init(
            name: try table.requirePathName(),
            effect: try table.requireChoice("effect"),
            queue: try table.string("queue"),
            message: try table.message("message")
        )
        switch (effect, queue) {
        case (.approve, let queue?):
            _ = try table.reference(queue, at: "queue", among: names.queues, noun: "queue")
        case (.approve, nil):
            throw table.missing("queue")
        case (_, .some):
            let message = "a list with effect \(effect.rawValue.quoted()) asks no queue"
            throw table.problem("queue", message, remedy: "remove the queue, or write effect = \"approve\"")
        case (_, nil):
            break
        }
        if message != nil, effect != .deny {
            let text = "a list with effect \(effect.rawValue.quoted()) shows no message"
            throw table.problem("message", text, remedy: "remove the message, or write effect = \"deny\"")
        }
    }
}
