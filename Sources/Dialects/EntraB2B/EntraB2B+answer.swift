package import GatehouseModel
import JSON

extension EntraB2B {
    package static func answer(_ decision: Decision, at step: Step) -> WireAnswer {
        switch decision {
        case .continue(let claims): proceed(with: claims)
        case .block(let message), .pending(let message): block(message)
        case .invalid(let message, let fields): invalid(message, fields, at: step)
        }
    }

    private static func proceed(with claims: [String: JSONValue]) -> WireAnswer {
        let (sent, dropped) = sendable(claims)
        let notes = dropped.map { "the claim \($0) cannot be changed by an answer and was left out" }
        var writer = JSONWriter()
        var object = writer.beginObject()
        writer.member(Member.version, version, in: &object)
        writer.member(Member.action, .string(Action.proceed.rawValue), in: &object)
        for (name, value) in sent { writer.member(name, value, in: &object) }
        writer.end(object)
        return WireAnswer(status: 200, body: writer.bytes, notes: notes)
    }

    /// The claims that have a value and are not members of the wire format itself, in a fixed order; and the names of
    /// the others.
    private static func sendable(
        _ claims: [String: JSONValue]
    ) -> (sent: [(String, JSONValue)], dropped: [String]) {
        guard !claims.isEmpty else { return ([], []) }
        let sorted = claims.filter { !$0.value.isNull }.sorted { $0.key < $1.key }
        return (
            sorted.filter { !ownMembers.contains($0.key) }.map { ($0.key, $0.value) },
            sorted.map(\.key).filter(ownMembers.contains)
        )
    }

    private static func block(_ message: String, notes: [String] = []) -> WireAnswer {
        let (message, cut) = fitting(message)
        return WireAnswer(status: 200, body: body(.block, message), notes: notes + cut)
    }

    private static func invalid(_ message: String, _ fields: [String: String], at step: Step) -> WireAnswer {
        var notes: [String] = []
        var text = message
        if !fields.isEmpty {
            // The page shows only one message; equal texts are not repeated.
            let more = fields.sorted { $0.key < $1.key }.map(\.value).filter { !$0.isEmpty && $0 != message }
            text = ([message] + more).filter { !$0.isEmpty }.joined(separator: " ")
            notes.append("a validation error has no texts for single fields; they were put into the one message")
        }
        guard facts.at(step)?.folds[.invalid] == nil else {
            notes.append("\(step.rawValue) has no form to go back to; the validation error became a block page")
            return block(text, notes: notes)
        }
        let (fitted, cut) = fitting(text)
        return WireAnswer(status: 400, body: body(.validation, fitted, status: 400), notes: notes + cut)
    }

    private static func body(_ action: Action, _ message: String, status: Int64? = nil) -> [UInt8] {
        var writer = JSONWriter()
        var object = writer.beginObject()
        writer.member(Member.version, version, in: &object)
        if let status { writer.member(Member.status, .int(status), in: &object) }
        writer.member(Member.action, .string(action.rawValue), in: &object)
        writer.member(Member.userMessage, .string(message), in: &object)
        writer.end(object)
        return writer.bytes
    }

    /// A message that the contract accepts: not empty and not too long.
    private static func fitting(_ message: String) -> (text: String, notes: [String]) {
        guard !message.isEmpty else {
            return ("Sign-up is not possible.", ["the message was empty; a stock text was sent, since one is required"])
        }
        guard message.utf8.count > messageLimit, message.count > messageLimit else { return (message, []) }
        return (message.prefix(messageLimit - 1) + "…", ["the message was cut to \(messageLimit) characters"])
    }
}
