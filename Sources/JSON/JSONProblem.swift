/// Why a text was rejected as JSON, and where.
package struct JSONProblem: Error, Sendable, Hashable {
    package var reason: Reason
    /// The position of the fault, in bytes from 0.
    package var offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    package enum Reason: Sendable, Hashable {
        case empty
        case byteOrderMark
        case tooLong(limit: Int)
        case tooDeep(limit: Int)
        case tooManyMembers(limit: Int)
        case stringTooLong(limit: Int)
        case unexpectedEnd
        case unexpectedByte(UInt8, expected: String)
        case trailingBytes
        case badLiteral
        case badNumber
        case leadingZero
        case numberOutOfRange
        case controlCharacter(UInt8)
        case badEscape
        case loneSurrogate
        case invalidUTF8
        /// Holds the name, cut to 64 characters.
        case duplicateMember(String)
    }
}

extension JSONProblem {
    /// The problem as a sentence about a text, such as `the body`: JSON that breaks a limit or repeats a member is JSON.
    package func sentence(about text: String) -> String {
        switch reason {
        case .tooLong, .tooDeep, .tooManyMembers, .stringTooLong, .numberOutOfRange, .duplicateMember:
            "\(text) cannot be used: \(self)"
        default: "\(text) is not JSON: \(self)"
        }
    }
}

extension JSONProblem: CustomStringConvertible {
    /// `byte 17: the member "email" is there twice`.
    package var description: String { "byte \(offset): \(reason)" }
}

extension JSONProblem.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "there is no JSON here"
        case .byteOrderMark: "the text starts with a byte order mark, which JSON forbids"
        case .tooLong(let limit): "the text has more than \(limit) bytes"
        case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit) levels"
        case .tooManyMembers(let limit): "there are more than \(limit) members and elements"
        case .stringTooLong(let limit): "a string has more than \(limit) bytes"
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte(let byte, let expected): "\(Self.show(byte)) stands where \(expected) should"
        case .trailingBytes: "there is more after the end of the value"
        case .badLiteral: "a word other than true, false and null"
        case .badNumber: "a number is malformed"
        case .leadingZero: "a number starts with a superfluous zero"
        case .numberOutOfRange: "a number is too large"
        case .controlCharacter(let byte): "a string has the raw control character \(Self.show(byte))"
        case .badEscape: "a string has an escape that JSON does not know"
        case .loneSurrogate: "a string has half of a surrogate pair"
        case .invalidUTF8: "a string is not UTF-8"
        case .duplicateMember(let name): "the member \(Self.show(name)) is there twice"
        }
    }

    private static func show(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte 0x\(String(byte, radix: 16))"
    }

    private static func show(_ name: String) -> String {
        let safe = name.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return "\"\(String(safe))\""
    }
}
