import CRE2
import GatehouseModel
import Synchronization

/// The patterns of one list, all matched in one pass over an address.
///
/// A new set is made at each edit; it is compiled by `prepare`, or by the first call that needs it.
final class PatternSet: Sendable {
    struct Entry: Sendable {
        let id: Int64
        let pattern: EntryPattern
        let expires: Timestamp?
    }

    /// Sorted by number.
    let entries: [Entry]
    private let compiled = AtomicLazyReference<CompiledPatterns>()

    static let none = PatternSet([])

    init(_ entries: [Entry]) { self.entries = entries.sorted { $0.id < $1.id } }

    /// The same patterns with one added or replaced.
    func adding(_ entry: Entry) -> PatternSet {
        PatternSet(entries.filter { $0.pattern != entry.pattern } + [entry])
    }

    func removing(_ pattern: EntryPattern) -> PatternSet { PatternSet(entries.filter { $0.pattern != pattern }) }

    /// Compiles the patterns in advance, so that no call has to.
    func prepare() { if !entries.isEmpty { _ = patterns } }

    /// The matching entries, sorted by number.
    func matches(_ address: UnsafeRawBufferPointer) -> [Entry] {
        entries.isEmpty ? [] : patterns.matches(address, most: entries.count).map { entries[$0] }
    }

    private var patterns: CompiledPatterns {
        compiled.load() ?? compiled.storeIfNil(CompiledPatterns(entries.map(\.pattern.value)))
    }
}

/// An RE2 set.
///
/// `@unchecked Sendable`: the pointer is set once, never handed out, and freed by its only owner; a compiled set may be
/// matched on several threads at once (re2/set.h: `Match` is const, and RE2 guards its automata).
private final class CompiledPatterns: @unchecked Sendable {
    private let set: OpaquePointer?
    /// The index of the entry for each pattern of the set. Texts that no longer parse are left out.
    private var owners: [Int] = []

    /// The maximum memory for the program and automaton of a list's patterns, in bytes. Beyond it, patterns are matched
    /// one by one.
    private static let memoryLimit: Int64 = 32 << 20

    init(_ patterns: [String]) {
        set = cre2_set_new(Self.memoryLimit)
        guard let set else { return }
        for (number, pattern) in patterns.enumerated() {
            var text = AddressPattern.source(pattern)
            let added = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { cre2_set_add(set, $0.baseAddress, $0.count) }
            }
            if added >= 0 { owners.append(number) }
        }
        cre2_set_compile(set)
    }

    deinit { if let set { cre2_set_free(set) } }

    func matches(_ text: UnsafeRawBufferPointer, most: Int) -> [Int] {
        guard let set else { return [] }
        return withUnsafeTemporaryAllocation(of: CInt.self, capacity: most) { numbers in
            let found = cre2_set_match(
                set,
                text.baseAddress?.assumingMemoryBound(to: CChar.self),
                text.count,
                numbers.baseAddress,
                most
            )
            return numbers.prefix(min(found, most)).map { owners[Int($0)] }
        }
    }
}
