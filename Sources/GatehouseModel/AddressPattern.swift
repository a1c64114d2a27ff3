internal import CRE2

/// A regular expression (RE2 syntax) over canonical addresses; a list entry writes it between slashes.
///
/// It matches anywhere in the address and ignores case. `^` and `$` anchor it to the start and the end.
package enum AddressPattern {
    /// The maximum number of instructions in a pattern's program. It bounds the cost of each byte of an address.
    package static let sizeLimit = 1000
    /// The maximum memory, in bytes, for a pattern's program while it is checked.
    private static let memoryLimit: Int64 = 256 << 10

    /// The text passed to RE2 for a pattern.
    package static func source(_ pattern: String) -> String { "(?i)" + pattern }

    /// Why a text is not a pattern; nil if it is one.
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

    /// Removes the flags from RE2's message, so that people see the pattern they wrote.
    private static func withoutFlags(_ reason: String) -> String {
        guard let flags = reason.firstRange(of: "(?i)") else { return reason }
        return String(reason[..<flags.lowerBound] + reason[flags.upperBound...])
    }
}
