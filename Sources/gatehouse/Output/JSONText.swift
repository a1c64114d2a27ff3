import ControlProtocol
import Foundation
import GatehouseModel

/// The control protocol's objects as JSON that is safe to print: characters that a terminal could act on are written as
/// `\u…`, which every JSON reader decodes to the original.
enum JSONText {
    static func line(_ value: some Encodable) throws -> PrintedText {
        text(try ControlJSON.encoder().encode(value))
    }

    static func object(_ value: some Encodable) throws -> PrintedText {
        text(try ControlJSON.encoder(pretty: true).encode(value))
    }

    /// One array, with one object a line.
    static func array(_ values: [some Encodable]) throws -> PrintedText {
        guard !values.isEmpty else { return "[]" }
        return "[\n" + PrintedText.joined(try values.map { try line($0) }, ",\n") + "\n]"
    }

    private static func text(_ data: Data) -> PrintedText { PrintedText(json: String(decoding: data, as: UTF8.self)) }

    /// The JSON with characters that a terminal could act on written as `\u…`.
    static func escaped(_ json: String) -> String {
        var text = ""
        for scalar in json.unicodeScalars {
            if scalar.value == 0x0A || !isUnsafe(scalar) {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in UTF16.encode(scalar) ?? .init() { text += "\\u" + hexadecimal(unit) }
            }
        }
        return text
    }

    /// Whether the character is a control, format (bidirectional ones included), line separator, private use or
    /// unassigned character.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
