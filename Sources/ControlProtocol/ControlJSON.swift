package import Foundation
import Synchronization

/// The JSON of the control protocol: snake_case members, RFC 3339 times, stable order.
package enum ControlJSON {
    /// A new encoder. Members are sorted, so that equal values have equal bytes.
    package static func encoder(pretty: Bool = false) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting =
            pretty ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .custom { path in Key(memberName(path[path.count - 1].stringValue)) }
        return encoder
    }

    /// A new decoder for JSON from `encoder`.
    package static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .custom { path in Key(propertyName(path[path.count - 1].stringValue)) }
        return decoder
    }

    /// The member name for a property: `tookMs` → `took_ms`.
    package static func memberName(_ property: String) -> String { names.member(property, making: snake) }

    private static func propertyName(_ member: String) -> String { names.property(member, making: camel) }

    private static let names = Names()

    private struct Key: CodingKey {
        let stringValue: String
        let intValue: Int? = nil
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// `tookMs` → `took_ms`; a name that already has underscores is unchanged.
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

/// A cache of converted names, because the conversion is most of the work for a small document.
private final class Names: Sendable {
    /// More than the number of our own names. Outside names beyond it are not cached.
    private static let limit = 512

    private let members = Mutex<[String: String]>([:])
    private let properties = Mutex<[String: String]>([:])

    func member(_ name: String, making make: (String) -> String) -> String { Self.find(name, members, make) }

    func property(_ name: String, making make: (String) -> String) -> String { Self.find(name, properties, make) }

    private static func find(
        _ name: String,
        _ names: borrowing Mutex<[String: String]>,
        _ make: (String) -> String
    ) -> String {
        if let known = names.withLock({ $0[name] }) { return known }
        let made = make(name)
        names.withLock { if $0.count < limit { $0[name] = made } }
        return made
    }
}
