import ControlProtocol
import Crypto
import Foundation

/// The position in a long list, opaque to the client and bound to the query it belongs to.
enum Cursor {
    private static let version: UInt8 = 1
    private static let sealLength = 4

    /// Seals `inner` for the query `scope`.
    static func seal(_ inner: String?, for scope: [String?]) -> String? {
        guard let inner else { return nil }
        let bytes = [version] + seal(scope) + Array(inner.utf8)
        return Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Opens a sealed cursor, for the same query only.
    static func open(_ cursor: String?, for scope: [String?]) throws(Problem) -> String? {
        guard let cursor else { return nil }
        let plain = cursor.replacing("-", with: "+").replacing("_", with: "/")
        let padded = plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard cursor.utf8.count <= 1024, let bytes = Data(base64Encoded: padded), bytes.count > sealLength,
            bytes.first == version
        else {
            throw Problem(.badCursor, "the cursor is not one of ours", hint: "send `next` of the page before as it is")
        }
        guard Array(bytes.dropFirst().prefix(sealLength)) == seal(scope),
            let inner = String(validating: bytes.dropFirst(1 + sealLength), as: UTF8.self)
        else {
            throw Problem(.badCursor, "the cursor belongs to another question", hint: "begin again without a cursor")
        }
        return inner
    }

    private static func seal(_ scope: [String?]) -> [UInt8] {
        let text = scope.map { $0 ?? "" }.joined(separator: "\u{0}")
        return Array(SHA256.hash(data: Data(text.utf8)).prefix(sealLength))
    }
}

extension Page {
    /// The same page with its cursor sealed.
    func sealed(for scope: [String?]) -> Page { Page(items: items, next: Cursor.seal(next, for: scope)) }
}
