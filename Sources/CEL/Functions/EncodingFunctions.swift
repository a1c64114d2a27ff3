import PlainText

/// The encoders extension.
enum EncodingFunctions {
    static let all: [Function] = [
        Function("base64.encode", .unary(encode)),
        Function("base64.decode", .unary(decode)),
    ]

    @Sendable private static func encode(_ value: Value) throws(Failure) -> Value {
        guard case .bytes(let bytes) = value else { throw .noOverload("base64.encode", of: [value]) }
        return .string(Base64.encode(bytes))
    }

    /// Accepts padded and unpadded text.
    @Sendable private static func decode(_ value: Value) throws(Failure) -> Value {
        guard case .string(let text) = value else { throw .noOverload("base64.decode", of: [value]) }
        guard let bytes = Base64.decode(text) else {
            throw .invalid("'\(text.clipped)' is no base64")
        }
        return .bytes(bytes)
    }
}
