import CRE2

/// A compiled regular expression (RE2 syntax), which matches in time linear in the text.
///
/// `@unchecked Sendable`: the pointer is set once, never handed out, and freed by its only owner; RE2 objects may match
/// on several threads at once (re2.h, "thread-safe").
package final class Pattern: @unchecked Sendable {
    private let compiled: OpaquePointer
    /// The number of instructions in the compiled program.
    let size: Int

    /// The maximum memory for one pattern's program and automaton, in bytes; larger patterns are refused.
    private static let memoryLimit: Int64 = 1 << 20
    /// The maximum length of a pattern in bytes.
    private static let lengthLimit = 10_000

    /// Throws if `text` is not a valid pattern.
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
        // From here on `deinit` frees the pattern, even if this initializer throws.
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
