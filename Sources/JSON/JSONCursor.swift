/// The scanner's position in the text. Valid only as long as the bytes that it reads.
struct JSONCursor {
    let bytes: UnsafeRawBufferPointer
    let limits: JSONLimits
    var position = 0
    private var depth = 0
    private var members = 0

    init(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// Reads the whole text: one value and nothing else.
    mutating func text() throws(JSONProblem) -> JSONValue {
        skipBlanks()
        guard position < bytes.count else { throw problem(.empty) }
        let value = try value()
        skipBlanks()
        guard position == bytes.count else { throw problem(.trailingBytes) }
        return value
    }

    private mutating func value() throws(JSONProblem) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case let byte: throw problem(.unexpectedByte(byte, expected: "a value"))
        }
    }

    private mutating func object() throws(JSONProblem) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        if try closes(UInt8(ascii: "}")) { return .object(members) }
        members.reserveCapacity(16)
        while true {
            let start = position
            let byte = try peek()
            guard byte == UInt8(ascii: "\"") else { throw problem(.unexpectedByte(byte, expected: "a member name")) }
            try count()
            let name = try string()
            skipBlanks()
            try expect(UInt8(ascii: ":"), "\":\"")
            skipBlanks()
            let value = try value()
            guard members.updateValue(value, forKey: name) == nil else {
                throw JSONProblem(reason: .duplicateMember(String(name.prefix(64))), offset: start)
            }
            if try ends(with: UInt8(ascii: "}"), "\",\" or \"}\"") { return .object(members) }
        }
    }

    private mutating func array() throws(JSONProblem) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if try closes(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            try count()
            elements.append(try value())
            if try ends(with: UInt8(ascii: "]"), "\",\" or \"]\"") { return .array(elements) }
        }
    }

    /// Skips an opening bracket.
    private mutating func enter() throws(JSONProblem) {
        depth += 1
        guard depth <= limits.depth else { throw problem(.tooDeep(limit: limits.depth)) }
        position += 1
        skipBlanks()
    }

    /// Whether an empty array or object ends here.
    private mutating func closes(_ bracket: UInt8) throws(JSONProblem) -> Bool {
        guard try peek() == bracket else { return false }
        position += 1
        depth -= 1
        return true
    }

    /// After an element: skips the comma or the closing bracket.
    private mutating func ends(with bracket: UInt8, _ expected: String) throws(JSONProblem) -> Bool {
        skipBlanks()
        let byte = try peek()
        if byte == bracket {
            position += 1
            depth -= 1
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw problem(.unexpectedByte(byte, expected: expected)) }
        position += 1
        skipBlanks()
        return false
    }

    private mutating func count() throws(JSONProblem) {
        members += 1
        guard members <= limits.members else { throw problem(.tooManyMembers(limit: limits.members)) }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        let expected = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[position...].starts(with: expected) else { throw problem(.badLiteral) }
        position += expected.count
        return value
    }

    mutating func expect(_ byte: UInt8, _ name: String) throws(JSONProblem) {
        let found = try peek()
        guard found == byte else { throw problem(.unexpectedByte(found, expected: name)) }
        position += 1
    }

    func peek() throws(JSONProblem) -> UInt8 {
        guard position < bytes.count else { throw problem(.unexpectedEnd) }
        return bytes[position]
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func problem(_ reason: JSONProblem.Reason) -> JSONProblem { JSONProblem(reason: reason, offset: position) }
}
