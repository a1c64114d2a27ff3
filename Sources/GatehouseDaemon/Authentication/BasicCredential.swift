/// A user name and password that a caller presents with each call (RFC 7617).
package struct BasicCredential: Sendable {
    /// The credential's name in the policy.
    package let name: String
    private let expected: [UInt8]

    /// A credential for `username` and `password`; the user name has no colon.
    package init(name: String, username: String, password: String) {
        self.name = name
        expected = Array((username + ":" + password).utf8)
    }

    /// Whether `presented` (the decoded `user:password` bytes) is this credential.
    ///
    /// Takes the same time for every presented text of one length, wherever it differs.
    package func matches(_ presented: [UInt8]) -> Bool {
        guard !presented.isEmpty, !expected.isEmpty else { return false }
        var difference = presented.count ^ expected.count
        for index in 0..<presented.count {
            difference |= Int(presented[index] ^ expected[index % expected.count])
        }
        return difference == 0
    }
}

extension BasicCredential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "BasicCredential(\(name))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Reading an `Authorization` header.
enum BasicHeader {
    /// The longest header that is looked at, bytes.
    static let limit = 1024

    /// The decoded `user:password` bytes of `Basic <base64>`; the scheme's case does not matter (RFC 9110 §11.1).
    static func credentials(in header: String) -> [UInt8]? {
        var header = header
        return header.withUTF8 { bytes in
            guard bytes.count <= limit, bytes.count > 6, bytes[5] == UInt8(ascii: " "),
                bytes[..<5].elementsEqual("basic".utf8, by: { $0 | 0x20 == $1 })
            else { return nil }
            var start = 6
            while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
            return Base64.decode(UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }
}

/// Standard base64 (RFC 4648 §4); padding may be missing, anything else outside the alphabet may not be there.
enum Base64 {
    /// The decoded bytes, or nil for a text that is not base64.
    static func decode(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var end = text.count
        while end > 0, text.count - end < 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        guard end % 4 != 1 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(end * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for index in 0..<end {
            guard let value = value(text[index]) else { return nil }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(truncatingIfNeeded: count)))
            }
        }
        return output
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(truncatingIfNeeded: byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
