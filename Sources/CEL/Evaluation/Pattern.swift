import CRE2

/// A compiled regular expression (RE2 syntax), which matches in time linear in the text.
///
/// `@unchecked Sendable`: the pointer is set once, never handed out and freed by the only owner; RE2 objects may match
/// on several threads at once (re2.h, "thread-safe").
package final class Pattern: @unchecked Sendable {
    private let compiled: OpaquePointer
    /// Instructions of the program.
    let size: Int

    /// Bytes that one pattern's program and automaton may take; larger programs are refused.
    private static let memoryLimit: Int64 = 1 << 20
    /// Bytes of a pattern's text.
    private static let lengthLimit = 10_000

    /// Throws why `text` is no pattern.
    package init(_ text: String) throws(Failure) {
        guard text.utf8.count <= Self.lengthLimit else {
            throw .invalid("a pattern may have \(Self.lengthLimit) bytes, this one has more")
        }
        var text = text
        let pointer = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_compile($0.baseAddress, $0.count, Self.memoryLimit) }
        }
        guard let pointer else { throw .tooLarge }
        compiled = pointer
        size = Int(cre2_program_size(pointer))
        // From here on deinit frees the pattern, also when this throws.
        guard let reason = cre2_error(pointer).map({ String(cString: $0) }) else { return }
        let isTooLarge = reason.hasPrefix("pattern too large")
        throw .invalid(isTooLarge ? "the pattern is too large; make it simpler" : "not a valid pattern: \(reason)")
    }

    deinit { cre2_free(compiled) }

    /// Whether the pattern matches anywhere in `text`.
    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cre2_matches(compiled, $0.baseAddress, $0.count) }
        }
    }
}
