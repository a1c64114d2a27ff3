package import Foundation

/// JSON as the control protocol writes it: snake_case members, RFC 3339 times, stable order.
package enum ControlJSON {
    /// A new encoder. Members are sorted so that equal values are equal bytes.
    package static func encoder(pretty: Bool = false) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .custom { path in Key(snake(path[path.count - 1].stringValue)) }
        return encoder
    }

    /// A new decoder for what `encoder` writes.
    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in Key(camel(path[path.count - 1].stringValue)) }
        return decoder
    }

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// `tookMs` → `took_ms`; a name that has underscores already stays.
    private static func snake(_ name: String) -> String {
        guard !name.contains("_") else { return name }
        var text = ""
        for character in name {
            if character.isUppercase {
                text.append("_")
                text.append(contentsOf: character.lowercased())
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// `took_ms` → `tookMs`; an underscore before a digit stays (`hits_24h`).
    private static func camel(_ name: String) -> String {
        var text = ""
        var pending = false
        for character in name {
            if pending {
                if character.isLowercase {
                    text.append(contentsOf: character.uppercased())
                } else {
                    text.append("_\(character)")
                }
                pending = false
            } else if character == "_" && !text.isEmpty {
                pending = true
            } else {
                text.append(character)
            }
        }
        return pending ? text + "_" : text
    }
}
