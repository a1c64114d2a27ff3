import Foundation

/// The encoders extension.
enum EncodingFunctions {
    static let all: [Function] = [
        Function("base64.encode", .unary(encode)),
        Function("base64.decode", .unary(decode)),
    ]

    @Sendable private static func encode(_ value: Value) throws(Failure) -> Value {
        guard case .bytes(let bytes) = value else { throw .noOverload("base64.encode", of: [value]) }
        return .string(Data(bytes).base64EncodedString())
    }

    /// Accepts padded and unpadded text.
    @Sendable private static func decode(_ value: Value) throws(Failure) -> Value {
        guard case .string(let text) = value else { throw .noOverload("base64.decode", of: [value]) }
        let missing = text.utf8.last == UInt8(ascii: "=") ? 0 : (4 - text.utf8.count % 4) % 4
        guard let data = Data(base64Encoded: text + String(repeating: "=", count: missing)) else {
            throw .invalid("'\(text.clipped)' is no base64")
        }
        return .bytes(Array(data))
    }
}
