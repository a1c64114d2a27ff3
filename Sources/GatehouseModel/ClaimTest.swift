import Foundation

/// A claim and the value that a list entry compares it with: `country=SE`.
///
/// The claim's name must be exactly as the identity provider writes it. Values are compared after `folded`.
package enum ClaimTest {
    /// The maximum length of a claim's name, in UTF-8 bytes.
    static let nameLimit = 128

    /// Reads `country=SE`; nil if the name is not valid or the value is empty.
    static func canonical(_ text: String) -> String? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        let name = text[..<sign].trimmedWhiteSpace
        let value = folded(String(text[text.index(after: sign)...]))
        guard isName(name), !value.isEmpty, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        return name + "=" + value
    }

    /// The name and the value of a canonical test.
    package static func parts(_ canonical: String) -> (name: String, value: String) {
        guard let sign = canonical.firstIndex(of: "=") else { return (canonical, "") }
        return (String(canonical[..<sign]), String(canonical[canonical.index(after: sign)...]))
    }

    /// A value in the form for comparison: trimmed, composed (NFC) and in lower case.
    package static func folded(_ value: String) -> String {
        let text = value.trimmedWhiteSpace
        return text.utf8.allSatisfy { $0 < 0x80 }
            ? text.lowercased() : text.precomposedStringWithCanonicalMapping.lowercased()
    }

    /// The texts that a claim's value can match: numbers and booleans as JSON writes them, and each element of an
    /// array. Objects and texts too long for an entry give none.
    package static func texts(of value: JSONValue) -> [String] {
        switch value {
        case .array(let elements): elements.prefix(elementLimit).compactMap(text)
        default: text(value).map { [$0] } ?? []
        }
    }

    /// The maximum number of array elements that are compared.
    private static let elementLimit = 64

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.utf8.count <= EntryPattern.lengthLimit * 3 ? folded(text) : nil
        case .int(let number): String(number)
        case .double(let number): folded("\(number)")
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    private static func isName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= nameLimit else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
    }
}
