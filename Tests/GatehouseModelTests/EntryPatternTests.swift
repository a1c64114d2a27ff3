import GatehouseModel
import Testing

@Suite struct `Entry patterns` {
    @Test(arguments: [
        ("Ada@B.Example", EntryPattern.Kind.email, "ada@b.example"), ("b.example", .domain, "b.example"),
        (".b.example", .subtree, "b.example"), ("*.b.example", .children, "b.example"),
        (" issuer:Google.com ", .issuer, "google.com"),
    ])
    func `are read in one notation`(text: String, kind: EntryPattern.Kind, value: String) throws {
        let pattern = try EntryPattern(text)
        #expect(pattern == EntryPattern(kind: kind, canonical: value))
        #expect(try EntryPattern(pattern.notation) == pattern)
    }

    @Test(arguments: ["", "@", "a@", "@b.example", "..", "issuer:", "a b", "a\u{202E}@b.example", "*.*.example"])
    func `that mean nothing are refused`(text: String) {
        #expect(throws: EntryError.self) { try EntryPattern(text) }
    }
}
