/// Searching, replacing and splitting.
extension StringFunctions {
    @Sendable static func indexOf(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        let (part, start) = try sought("indexOf", arguments)
        let count = Int64(Text.length(text))
        guard (0...count).contains(start ?? 0) else { throw .indexOutOfRange(start ?? 0) }
        guard !part.isEmpty else { return .int(start ?? 0) }
        let from = byteOffset(of: Int(start ?? 0), in: text)
        let found = first(part, in: text, from: from)
        return .int(found.map { Int64(scalarOffset(of: $0, in: text)) } ?? -1)
    }

    @Sendable static func lastIndexOf(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        let (part, start) = try sought("lastIndexOf", arguments)
        let count = Int64(Text.length(text))
        if let start, !(0..<max(count, 1)).contains(start) { throw .indexOutOfRange(start) }
        guard !part.isEmpty else { return .int(start ?? count) }
        // The last match is the first match of the reversed part in the reversed text.
        let bytes = Array(text.utf8.reversed())
        let needle = Array(part.utf8.reversed())
        let latest = byteOffset(of: Int(start ?? count), in: text)
        let from = max(0, bytes.count - latest - needle.count)
        let found = bytes.withUnsafeBufferPointer { text in
            needle.withUnsafeBufferPointer { TextSearch.first($0, in: text, from: from) }
        }
        guard let found else { return .int(-1) }
        return .int(Int64(scalarOffset(of: bytes.count - found - needle.count, in: text)))
    }

    @Sendable static func replace(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.count == 2 || arguments.count == 3,
            case (.string(let old), .string(let new)) = (arguments[0], arguments[1])
        else { throw .noOverload("replace", of: arguments) }
        let limit = try count("replace", arguments, at: 2)
        let pieces = cut(text, by: old, pieces: limit == .max ? .max : limit + 1)
        let grown = (pieces.count - 1).multipliedReportingOverflow(by: new.utf8.count)
        guard !grown.overflow, grown.partialValue <= Limits.valueWeight else { throw .tooLarge }
        return .string(pieces.joined(separator: new))
    }

    @Sendable static func split(_ text: String, _ arguments: [Value]) throws(Failure) -> Value {
        guard arguments.count == 1 || arguments.count == 2, case .string(let separator) = arguments[0] else {
            throw .noOverload("split", of: arguments)
        }
        let limit = try count("split", arguments, at: 1)
        guard limit > 0 else { return .list([]) }
        guard text.utf8.count <= Limits.valueWeight / 32 else { throw .tooLarge }
        var pieces = cut(text, by: separator, pieces: separator.isEmpty && limit != .max ? limit + 1 : limit)
        // Splitting at an empty separator leaves empty pieces at both ends; they are not part of the result.
        if separator.isEmpty, !pieces.isEmpty {
            pieces.removeFirst()
            if limit == .max, !pieces.isEmpty { pieces.removeLast() }
        }
        return .list(pieces.map(Value.string))
    }

    /// Splits `text` at `separator` into at most `pieces`. An empty separator splits before, between and after all code
    /// points.
    private static func cut(_ text: String, by separator: String, pieces: Int) -> [String] {
        guard !separator.isEmpty else { return cutEverywhere(text, pieces: pieces) }
        var (text, separator) = (text, separator)
        let bytes = Array(text.utf8)
        let places = text.withUTF8 { text in
            separator.withUTF8 { TextSearch.all($0, in: text, limit: pieces - 1) }
        }
        var parts: [String] = []
        var start = 0
        for place in places {
            parts.append(String(decoding: bytes[start..<place], as: UTF8.self))
            start = place + separator.utf8.count
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }

    private static func cutEverywhere(_ text: String, pieces: Int) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let cuts = min(scalars.count + 1, pieces - 1)
        guard cuts > 0 else { return [text] }
        return [""] + scalars.prefix(cuts - 1).map { String($0) } + [string(scalars.dropFirst(cuts - 1))]
    }

    private static func first(_ part: String, in text: String, from start: Int) -> Int? {
        var (text, part) = (text, part)
        return text.withUTF8 { text in part.withUTF8 { TextSearch.first($0, in: text, from: start) } }
    }

    private static func sought(_ name: String, _ arguments: [Value]) throws(Failure) -> (String, Int64?) {
        guard (1...2).contains(arguments.count), case .string(let part) = arguments[0] else {
            throw .noOverload(name, of: arguments)
        }
        guard arguments.count == 2 else { return (part, nil) }
        guard case .int(let start) = arguments[1] else { throw .noOverload(name, of: arguments) }
        return (part, start)
    }

    /// An optional count; if absent or negative, no limit.
    private static func count(_ name: String, _ arguments: [Value], at index: Int) throws(Failure) -> Int {
        guard arguments.count > index else { return .max }
        guard case .int(let count) = arguments[index] else { throw .noOverload(name, of: arguments) }
        return count < 0 ? .max : Int(count)
    }

    private static func byteOffset(of scalar: Int, in text: String) -> Int {
        let scalars = text.unicodeScalars
        return text.utf8.distance(from: text.startIndex, to: scalars.index(scalars.startIndex, offsetBy: scalar))
    }

    private static func scalarOffset(of byte: Int, in text: String) -> Int {
        text.utf8.prefix(byte).reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
