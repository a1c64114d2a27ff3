import CEL
import GatehouseModel

/// The value that a rule gives a claim.
enum SetValue {
    /// The maximum length of a text in UTF-8 bytes, and of a list in elements.
    static let textLimit = 4096
    static let countLimit = 64

    /// The value as JSON, or a few words on why an answer cannot carry it; `none` for an empty optional.
    enum Outcome {
        case value(JSONValue)
        case none
        case impossible(String)
    }

    static func of(_ value: Value) -> Outcome {
        switch value {
        case .bool(let flag): .value(.bool(flag))
        case .int(let number): .value(.int(number))
        case .uint(let number): Int64(exactly: number).map { .value(.int($0)) } ?? .impossible("is too large a number")
        case .double(let number): number.isFinite ? .value(.double(number)) : .impossible("is no number")
        case .string(let text):
            text.utf8.count <= textLimit ? .value(.string(text)) : .impossible("is longer than \(textLimit) bytes")
        case .list(let list): texts(list)
        case .optional(let inner): inner.map(of) ?? .none
        case .null: .impossible("is null, which no answer may hold")
        case .bytes, .map, .timestamp, .duration, .type, .opaque:
            .impossible("is a \(value.typeName.text), which no claim can hold; make it text with string()")
        }
    }

    private static func texts(_ list: ListValue) -> Outcome {
        guard list.elements.count <= countLimit else { return .impossible("has more than \(countLimit) elements") }
        var texts: [JSONValue] = []
        for element in list.elements {
            guard case .string(let text) = element, text.utf8.count <= textLimit else {
                return .impossible("is a list of something else than texts of at most \(textLimit) bytes")
            }
            texts.append(.string(text))
        }
        return .value(.array(texts))
    }
}
