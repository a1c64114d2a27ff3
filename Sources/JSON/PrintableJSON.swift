import PlainText

/// JSON that is safe to print: characters that a terminal could act on are written as `\u…`, which every reader decodes
/// to the original.
package enum PrintableJSON {
    /// Makes JSON safe to print. Line feeds between members stay.
    package static func escaped(_ json: String) -> String {
        json.escapingUnsafeScalars { scalar in
            scalar == "\n" ? "\n" : (UTF16.encode(scalar) ?? .init()).map { "\\u" + hexadecimal($0) }.joined()
        }
    }

    /// A string with its quotes, safe to print.
    package static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.write(text)
        return escaped(String(decoding: writer.bytes, as: UTF8.self))
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
