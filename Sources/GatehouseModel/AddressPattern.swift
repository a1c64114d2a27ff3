internal import CRE2

/// A regular expression (RE2 syntax) over canonical addresses, as list entries write them between slashes.
///
/// It matches anywhere in the address and without regard to case; `^` and `$` hold it at an end.
package enum AddressPattern {
    /// Instructions of one pattern's program: what one byte of an address may cost at worst.
    package static let sizeLimit = 1000
    /// Bytes that a pattern's program may take while it is looked at.
    private static let memoryLimit: Int64 = 256 << 10

    /// The text that RE2 is given for a pattern.
    package static func source(_ pattern: String) -> String { "(?i)" + pattern }

    /// Why a text is no pattern; nil when it is one.
    static func problem(_ pattern: String) -> String? {
        guard !pattern.isEmpty else { return "there is nothing between the slashes" }
        guard pattern.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            return "it has a control character"
        }
        var text = source(pattern)
        let compiled = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, memoryLimit) }
        }
        guard let compiled else { return "there is not enough memory to read it" }
        defer { cre2_free(compiled) }
        if let reason = cre2_error(compiled) { return withoutFlags(String(cString: reason)) }
        let size = Int(cre2_program_size(compiled))
        guard size <= sizeLimit else { return "it takes \(size) steps a character, and \(sizeLimit) are accepted" }
        guard !cre2_matches(compiled, "", 0) else { return "it matches an empty text, so everybody or nobody" }
        return nil
    }

    /// RE2 quotes what it was given; people are shown what they wrote.
    private static func withoutFlags(_ reason: String) -> String {
        guard let flags = reason.firstRange(of: "(?i)") else { return reason }
        return String(reason[..<flags.lowerBound] + reason[flags.upperBound...])
    }
}
