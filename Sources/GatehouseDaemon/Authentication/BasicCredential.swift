import PlainText

/// A user name and password that a caller presents with each call (RFC 7617).
package struct BasicCredential: CallerCredential {
    /// The credential's name in the policy.
    package let name: String
    private let expected: [UInt8]

    /// A credential for `username` and `password`; the user name has no colon.
    package init(name: String, username: String, password: String) {
        self.name = name
        expected = Array((username + ":" + password).utf8)
    }

    package func check(_ request: InboundRequest) -> CredentialCheck {
        guard let header = request.authorization else { return .absent }
        guard let presented = BasicHeader.credentials(in: header) else { return .wrong }
        if matches(presented) { return .matched }
        return String(validating: presented, as: UTF8.self) == nil ? .notText : .wrong
    }

    /// Whether `presented` (the decoded `user:password` bytes) is this credential.
    ///
    /// Takes the same time for all texts of one length, whichever byte differs.
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
    /// The maximum length of the header, in bytes: enough for the longest password and a long user name.
    static let limit = 8192

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
