/// Writes JSON as bytes. Members and elements that are null are left out; only a value that is itself null is written
/// as `null`.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    /// Whether members are written in the order of their names.
    private let sorted: Bool

    /// - Parameter sorted: sorts members by name, so that equal values have equal bytes.
    package init(sorted: Bool = true, reserving capacity: Int = 256) {
        self.sorted = sorted
        bytes.reserveCapacity(capacity)
    }

    /// The bytes of one value.
    package static func bytes(of value: JSONValue) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(value)
        return writer.bytes
    }

    package mutating func write(_ value: JSONValue) {
        switch value {
        case .null: put("null")
        case .bool(let flag): put(flag ? "true" : "false")
        case .int(let number): put(String(number))
        case .double(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements):
            put(UInt8(ascii: "["))
            var isFirst = true
            for element in elements where !element.isNull {
                if !isFirst { put(UInt8(ascii: ",")) }
                isFirst = false
                write(element)
            }
            put(UInt8(ascii: "]"))
        case .object(let members): write(members)
        }
    }

    /// Writes an object without the members that are null.
    package mutating func write(_ members: [String: JSONValue]) {
        var object = beginObject()
        if sorted {
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                member(name, value, in: &object)
            }
        } else {
            for (name, value) in members { member(name, value, in: &object) }
        }
        end(object)
    }

    /// An object whose members are written one by one.
    package struct OpenObject: ~Copyable {
        fileprivate var isEmpty = true
    }

    package mutating func beginObject() -> OpenObject {
        put(UInt8(ascii: "{"))
        return OpenObject()
    }

    /// Writes a member, unless its value is null.
    package mutating func member(_ name: String, _ value: JSONValue, in object: inout OpenObject) {
        guard !value.isNull else { return }
        if !object.isEmpty { put(UInt8(ascii: ",")) }
        object.isEmpty = false
        write(name)
        put(UInt8(ascii: ":"))
        write(value)
    }

    package mutating func end(_ object: consuming OpenObject) { put(UInt8(ascii: "}")) }

    /// Writes a string with its quotes. Control characters are escaped, and so are U+2028 and U+2029, which old JavaScript
    /// engines take for line ends.
    package mutating func write(_ text: String) {
        var text = text
        put(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var start = 0
            for (position, byte) in utf8.enumerated() where Self.isSpecial(byte) {
                guard let escape = Self.escape(utf8, position) else { continue }
                bytes.append(contentsOf: utf8[start..<position])
                put(escape.text)
                start = position + escape.length
            }
            bytes.append(contentsOf: utf8[start...])
        }
        put(UInt8(ascii: "\""))
    }

    /// Whether an escape may begin at this byte.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xE2
    }

    private static func escape(
        _ utf8: UnsafeBufferPointer<UInt8>,
        _ position: Int
    ) -> (text: String, length: Int)? {
        switch utf8[position] {
        case 0x22: ("\\\"", 1)
        case 0x5C: ("\\\\", 1)
        case 0x0A: ("\\n", 1)
        case 0x0D: ("\\r", 1)
        case 0x09: ("\\t", 1)
        case 0xE2:
            // A String is valid UTF-8, so two more bytes follow.
            utf8[position + 1] == 0x80 && utf8[position + 2] | 1 == 0xA9
                ? (utf8[position + 2] == 0xA8 ? "\\u2028" : "\\u2029", 3) : nil
        case let byte:
            ("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16), 1)
        }
    }

    /// Writes the shortest form that reads back as the same number. Numbers that JSON cannot express become 0.
    private mutating func write(_ number: Double) {
        guard number.isFinite else { return put("0") }
        put(String(number))
    }

    private mutating func put(_ byte: UInt8) { bytes.append(byte) }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
