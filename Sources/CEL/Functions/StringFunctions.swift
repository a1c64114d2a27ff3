/// The strings extension, except `format` and `quote`. Positions and lengths count code points.
enum StringFunctions {
    static let all: [Function] =
        StringFormat.all + StringQuote.all + [
            method("charAt", charAt),
            method("indexOf", indexOf),
            method("lastIndexOf", lastIndexOf),
            method("substring", substring),
            change("lowerAscii") { turned($0, UInt8(ascii: "A")...UInt8(ascii: "Z")) },
            change("upperAscii") { turned($0, UInt8(ascii: "a")...UInt8(ascii: "z")) },
            change("trim", trim),
            method("reverse", reverse),
            method("replace", replace),
            method("split", split),
            Function("join", style: .receiver, .variadic(join)),
        ]

    /// A method without arguments.
    private static func change(_ name: String, _ body: @escaping @Sendable (String) -> String) -> Function {
        Function(
            name,
            style: .receiver,
            .unary { value throws(Failure) in
                guard case .string(let text) = value else { throw .noOverload(name, of: [value]) }
                return .string(body(text))
            }
        )
    }

    typealias Method = @Sendable (String, [Value]) throws(Failure) -> Value

    private static func method(_ name: String, _ body: @escaping Method) -> Function {
        Function(
            name,
            style: .receiver,
            .variadic { arguments throws(Failure) in
                guard case .string(let text) = arguments[0] else { throw .noOverload(name, of: arguments) }
                return try body(text, Array(arguments.dropFirst()))
            }
        )
    }

    @Sendable private static func charAt(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.count == 1, case .int(let place) = arguments[0] else {
            throw .noOverload("charAt", of: arguments)
        }
        let scalars = Array(text.unicodeScalars)
        guard place >= 0, place <= scalars.count else { throw .indexOutOfRange(place) }
        return .string(place == scalars.count ? "" : String(scalars[Int(place)]))
    }

    @Sendable private static func substring(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        let scalars = Array(text.unicodeScalars)
        let count = Int64(scalars.count)
        let range: (start: Int64, end: Int64)
        switch arguments.count {
        case 1:
            guard case .int(let start) = arguments[0] else { throw .noOverload("substring", of: arguments) }
            range = (start, count)
        case 2:
            guard case (.int(let start), .int(let end)) = (arguments[0], arguments[1]) else {
                throw .noOverload("substring", of: arguments)
            }
            range = (start, end)
        default: throw .noOverload("substring", of: arguments)
        }
        guard (0...count).contains(range.start) else { throw .indexOutOfRange(range.start) }
        guard (0...count).contains(range.end) else { throw .indexOutOfRange(range.end) }
        guard range.start <= range.end else {
            throw .invalid("invalid substring range: start \(range.start), end \(range.end)")
        }
        return .string(string(scalars[Int(range.start)..<Int(range.end)]))
    }

    @Sendable private static func trim(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    @Sendable private static func reverse(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.isEmpty else { throw .noOverload("reverse", of: arguments) }
        return .string(string(text.unicodeScalars.reversed()))
    }

    /// Swaps the case of the ASCII letters that are in `letters`.
    private static func turned(_ text: String, _ letters: ClosedRange<UInt8>) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { turned in
                for place in bytes.indices {
                    turned[place] = letters.contains(bytes[place]) ? bytes[place] ^ 0x20 : bytes[place]
                }
                return bytes.count
            }
        }
    }

    @Sendable private static func join(_ arguments: [Value]) throws(Failure) -> Value {
        guard case .list(let list)? = arguments.first, arguments.count <= 2 else {
            throw .noOverload("join", of: arguments)
        }
        var separator = ""
        if arguments.count == 2 {
            guard case .string(let text) = arguments[1] else { throw .noOverload("join", of: arguments) }
            separator = text
        }
        guard list.weight + separator.utf8.count * list.elements.count <= Limits.valueWeight else { throw .tooLarge }
        var joined = ""
        for (index, element) in list.elements.enumerated() {
            guard case .string(let text) = element else { throw .noOverload("join", of: [element]) }
            if index > 0 { joined += separator }
            joined += text
        }
        return .string(joined)
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
