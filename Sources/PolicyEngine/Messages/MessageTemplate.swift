/// A value that a message can show.
package enum Placeholder: Sendable, Hashable {
    /// The reference code of the call, or of the approval request in pending messages.
    case code
    case email
    case domain
    case queue
    /// Any claim by its name.
    case claim(String)

    init?(_ name: Substring) {
        switch name {
        case "code": self = .code
        case "email": self = .email
        case "domain": self = .domain
        case "queue": self = .queue
        default:
            guard name.hasPrefix("claims."), name.count > 7 else { return nil }
            self = .claim(String(name.dropFirst(7)))
        }
    }
}

/// The text of one language, split at its placeholders. `{{` and `}}` stand for braces.
package struct MessageTemplate: Sendable, Hashable {
    private enum Piece: Sendable, Hashable {
        case text(String)
        case value(Placeholder)
    }

    private let pieces: [Piece]

    /// The maximum length of the text, in UTF-8 bytes.
    package static let lengthLimit = 2000

    /// Text without placeholders; braces are literal.
    package init(verbatim text: String) { pieces = [.text(text)] }

    /// Parses a text.
    ///
    /// - Throws: `MessageProblem`.
    package init(_ source: String) throws(MessageProblem) {
        guard !source.isEmpty else { throw .empty }
        guard source.utf8.count <= Self.lengthLimit else { throw .tooLong(bytes: source.utf8.count) }
        guard !source.unicodeScalars.contains(where: { $0.isUnsafeInText && $0 != "\n" }) else {
            throw .controlCharacter
        }
        var pieces: [Piece] = []
        var text = ""
        var rest = source[...]
        while let character = rest.popFirst() {
            if character == "{" || character == "}", rest.first == character {
                text.append(character)
                rest.removeFirst()
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}") else { throw .loneBrace }
                guard let value = Placeholder(rest[..<end]) else { throw .unknownPlaceholder(String(rest[..<end])) }
                if !text.isEmpty { pieces.append(.text(text)) }
                text = ""
                pieces.append(.value(value))
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                throw .loneBrace
            } else {
                text.append(character)
            }
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        self.pieces = pieces
    }

    var placeholders: [Placeholder] {
        pieces.compactMap { piece in
            guard case .value(let value) = piece else { return nil }
            return value
        }
    }

    func filled(with values: MessageValues) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .value(let placeholder): result += values[placeholder]
            }
        }
        return result
    }
}

/// Why a text is not a valid message.
package enum MessageProblem: Error, Sendable, Hashable {
    case empty
    case tooLong(bytes: Int)
    case controlCharacter
    case loneBrace
    case unknownPlaceholder(String)
}
