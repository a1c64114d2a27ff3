/// Conversions between types. A conversion that would lose information fails, except that doubles are truncated to
/// integers.
enum ConversionFunctions {
    static let all: [Function] = [
        Function("int", .unary(int)),
        Function("uint", .unary(uint)),
        Function("double", .unary(double)),
        Function("string", .unary(string)),
        Function("bytes", .unary(bytes)),
        Function("bool", .unary(bool)),
        Function("timestamp", .unary(timestamp)),
        Function("duration", .unary(duration)),
    ]

    @Sendable private static func int(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .int: return value
        case .uint(let number):
            guard let whole = Int64(exactly: number) else { throw .overflow("int") }
            return .int(whole)
        case .double(let number):
            // As doubles, the bounds are rounded, so both are excluded.
            guard number > -0x1p63, number < 0x1p63 else { throw .overflow("int") }
            // safe: the guard above leaves what fits.
            return .int(Int64(number))
        case .string(let text):
            guard let whole = Int64(text) else { throw .invalid("'\(text.clipped)' is no int") }
            return .int(whole)
        case .timestamp(let time): return .int(time.seconds)
        default: throw .noOverload("int", of: [value])
        }
    }

    @Sendable private static func uint(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .uint: return value
        case .int(let number):
            guard let whole = UInt64(exactly: number) else { throw .overflow("uint") }
            return .uint(whole)
        case .double(let number):
            guard number >= 0, number < 0x1p64 else { throw .overflow("uint") }
            // safe: the guard above leaves what fits.
            return .uint(UInt64(number))
        case .string(let text):
            guard let whole = UInt64(text) else { throw .invalid("'\(text.clipped)' is no uint") }
            return .uint(whole)
        default: throw .noOverload("uint", of: [value])
        }
    }

    @Sendable private static func double(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .double: return value
        case .int(let number): return .double(Double(number))
        case .uint(let number): return .double(Double(number))
        case .string(let text):
            guard let number = Double(text) else { throw .invalid("'\(text.clipped)' is no double") }
            return .double(number)
        default: throw .noOverload("double", of: [value])
        }
    }

    @Sendable private static func string(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .string: return value
        case .int(let number): return .string(String(number))
        case .uint(let number): return .string(String(number))
        case .double(let number): return .string(DoubleText.general(number))
        case .bool(let flag): return .string(String(flag))
        case .timestamp(let time): return .string(time.description)
        case .duration(let span): return .string(span.description)
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalid("invalid UTF-8") }
            return .string(text)
        case .opaque(let object):
            guard let text = object.text else { throw .noOverload("string", of: [value]) }
            return .string(text)
        default: throw .noOverload("string", of: [value])
        }
    }

    @Sendable private static func bytes(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .bytes: return value
        case .string(let text): return .bytes(Array(text.utf8))
        default: throw .noOverload("bytes", of: [value])
        }
    }

    private static let flags: [String: Bool] = [
        "1": true, "t": true, "T": true, "true": true, "TRUE": true, "True": true,
        "0": false, "f": false, "F": false, "false": false, "FALSE": false, "False": false,
    ]

    @Sendable private static func bool(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .bool: return value
        case .string(let text):
            guard let flag = flags[text] else { throw .invalid("'\(text.clipped)' is no bool") }
            return .bool(flag)
        default: throw .noOverload("bool", of: [value])
        }
    }

    @Sendable private static func timestamp(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .timestamp: return value
        case .int(let seconds): return .timestamp(try TimePoint(seconds: seconds))
        case .string(let text): return .timestamp(try TimePoint(rfc3339: text))
        default: throw .noOverload("timestamp", of: [value])
        }
    }

    @Sendable private static func duration(_ value: Value) throws(Failure) -> Value {
        switch value {
        case .duration: return value
        case .int(let seconds): return .duration(try TimeSpan(seconds: seconds, nanoseconds: 0))
        case .string(let text): return .duration(try TimeSpan(text))
        default: throw .noOverload("duration", of: [value])
        }
    }
}
