import GatehouseModel
import TestSupport
import Testing

@Suite struct `Rules for labels of domain names` {
    @Test(arguments: [
        "نامه\u{200C}ای.example", "क\u{94D}\u{200D}ष.example", "क\u{94D}\u{200C}ष.example",
        "\u{628}\u{64B}\u{200C}\u{64B}\u{628}.example", "\u{0DC1}\u{0DCA}\u{200D}\u{0DBB}.example",
    ])
    func `a joiner is permitted after a virama or between letters that join`(text: String) throws {
        let name = try DomainName(reading: text)
        #expect(name.unicode == text)
        #expect(try DomainName(reading: name.ascii) == name)
    }

    @Test func `a Persian name with a joiner has its published form`() {
        #expect(DomainName("نامه\u{200C}ای.example")?.ascii == "xn--mgba3gch31f060k.example")
    }

    @Test(arguments: [
        ("par\u{200D}tner.example", "U+200D"), ("ev\u{200C}il.example", "U+200C"),
        ("a.ev\u{200C}il.example", "U+200C"), ("क\u{94D}\u{200C}ab\u{200C}c.example", "U+200C"),
        ("ab\u{200C}c\u{94D}\u{200C}.example", "U+200C"), ("\u{200D}a.example", "U+200D"),
        ("نامه\u{200D}ای.example", "U+200D"), ("آ\u{200C}ب.example", "U+200C"), ("نامه\u{200C}.example", "U+200C"),
        ("xn--partner-j06c.example", "U+200D"), ("XN--PARTNER-J06C.example", "U+200D"),
        ("xn--evil-176a.example", "U+200C"), ("a\u{B7}b.example", "U+00B7"), ("l\u{B7}.example", "U+00B7"),
        ("\u{B7}l.example", "U+00B7"), ("a\u{30FB}b.example", "U+30FB"), ("x\u{375}a.example", "U+0375"),
        ("\u{3B1}\u{375}.example", "U+0375"), ("a\u{5F3}.example", "U+05F3"), ("\u{5F4}\u{5D0}.example", "U+05F4"),
        ("\u{628}\u{660}\u{6F0}.example", "U+0660"), ("\u{628}\u{6F1}\u{661}.example", "U+06F1"),
    ])
    func `a joiner or sign is refused beside neighbours that do not permit it`(text: String, scalar: String) {
        #expect(throws: DomainFault.self) { try DomainName(reading: text) }
        do {
            _ = try DomainName(reading: text)
        } catch {
            #expect("\(error)".contains("\(scalar) may not stand where it does"))
        }
    }

    @Test(arguments: [
        "l\u{B7}l.example", "col\u{B7}lecci\u{F3}.example", "\u{30A2}\u{30FB}\u{30A4}.example",
        "a\u{30FB}\u{4E2D}.example", "\u{375}\u{3B1}.example", "\u{5D0}\u{5F3}.example",
        "\u{5D0}\u{5F4}\u{5D1}.example",
        "\u{628}\u{661}\u{662}.example", "\u{6CC}\u{6F1}\u{6F2}.example", "\u{3007}.example", "stra\u{DF}e.example",
    ])
    func `signs are permitted where their context permits them`(text: String) throws {
        let name = try DomainName(reading: text)
        #expect(name.unicode == text)
        #expect(try DomainName(reading: name.ascii) == name)
    }

    @Test(arguments: [
        "\u{301}a.example", "a.\u{301}b.example", "\u{93E}\u{915}.example", "a\u{FE0F}.example", "a\u{34F}b.example",
        "\u{640}\u{628}.example", "a\u{AD}b.example", "a\u{200B}b.example", "a\u{2060}b.example", "\u{115F}.example",
        "\u{2615}.example", "a\u{302E}.example",
    ])
    func `leading marks and invisible characters are refused`(text: String) {
        #expect(DomainName(text) == nil)
    }

    @Test(arguments: ["ab--cd.example", "a.ab--.example", "r3---sn.example", "AB--CD.example", "\u{E9}b--c.example"])
    func `hyphens in the third and fourth place are refused`(text: String) {
        #expect(DomainName(text) == nil)
    }

    @Test(arguments: ["a--b.example", "abc--d.example", "a-b-c.example", "xn-a.example", "abc---d.example"])
    func `hyphens elsewhere inside a label are permitted`(text: String) { #expect(DomainName(text)?.ascii == text) }

    @Test(arguments: [
        "\u{5D0}a.example", "\u{5D0}.1.example", "1.\u{628}.example", "\u{5D0}-\u{E9}.example",
        "\u{661}\u{628}.example", "\u{628}\u{661}1.example", "\u{E9}\u{5D0}.example",
    ])
    func `mixed directions are refused`(text: String) {
        #expect(throws: DomainFault.mixedDirections) { try DomainName(reading: text) }
    }

    @Test(arguments: ["\u{5D0}1.example", "\u{628}\u{661}.example", "\u{5D0}\u{5D1}.\u{5D2}", "\u{5D0}\u{5B8}.example"])
    func `names that run from right to left are permitted`(text: String) { #expect(DomainName(text)?.unicode == text) }

    @Test(arguments: [
        "xn--", "xn--a-", "xn--abc-", "xn--example", "xn--a", "xn--fa-HIA\u{E9}", "xn--bcher-kvb9999999",
        "xn--99999999999999999999999999999999999999999999999999", "xn--fsq-0", "xn---", "xn--B\u{FC}cher-kva",
    ])
    func `an encoded label that no encoding gives is refused`(label: String) {
        #expect(DomainName(label + ".example") == nil)
    }

    @Test(arguments: ["xn--bcher-kva", "XN--BCHER-KVA", "Xn--Bcher-kva"])
    func `an encoded label is read in any case`(label: String) {
        #expect(DomainName(label + ".example")?.ascii == "xn--bcher-kva.example")
    }

    @Test func `a letter and a mark that lower-casing leaves side by side are composed`() {
        #expect(DomainName("J\u{30C}.example") == DomainName("\u{1F0}.example"))
        #expect(DomainName("e\u{301}.example") == DomainName("\u{E9}.example"))
    }

    @Test(arguments: 0..<8)
    func `the canonical form reads as itself`(seed: Int) {
        let alphabet = Array(
            ("abln-1xA\u{B7}\u{DF}\u{E9}\u{301}\u{30C}J\u{3B1}\u{375}\u{5D0}\u{5F3}\u{5B0}\u{627}\u{628}\u{646}\u{660}\u{6F0}"
                + "\u{200C}\u{200D}\u{915}\u{94D}\u{30A2}\u{30FB}\u{4E00}\u{3007}\u{1E94B}\u{1E922}\u{640}\u{FF41}.")
                .unicodeScalars
        )
        var dice = Seeded(state: UInt64(seed))
        var valid = 0
        for _ in 0..<4000 {
            let count = Int.random(in: 1...7, using: &dice)
            var scalars = String.UnicodeScalarView()
            for _ in 0..<count { if let next = alphabet.randomElement(using: &dice) { scalars.append(next) } }
            guard let name = DomainName(String(scalars)) else { continue }
            valid += 1
            #expect(DomainName(name.ascii) == name)
            #expect(DomainName(name.unicode) == name)
            #expect(DomainName(name.ascii.uppercased() + ".") == name)
        }
        #expect(valid > 300)
    }

    @Test func `the length of labels and names is limited`() {
        let label = String(repeating: "a", count: 63)
        #expect(DomainName(label + ".example") != nil)
        #expect(throws: DomainFault.longLabel) { try DomainName(reading: label + "a.example") }
        #expect(throws: DomainFault.longLabel) { try DomainName(reading: String(repeating: "\u{E9}", count: 200)) }
        let long = Array(repeating: label, count: 4).joined(separator: ".")
        #expect(throws: DomainFault.tooLong) { try DomainName(reading: long) }
        #expect(DomainName(String(repeating: "a.", count: 600)) == nil)
    }
}

@Suite struct `Addresses and entries with an invalid domain` {
    @Test(arguments: ["ada@par\u{200D}tner.example", "ada@xn--partner-j06c.example"])
    func `an address with a forbidden character is refused and the character is spelled out`(text: String) {
        #expect(EmailAddress(text) == nil)
        do {
            _ = try EntryPattern(text)
            Issue.record("was accepted")
        } catch {
            #expect("\(error)".contains("U+200D may not stand where it does"))
        }
    }

    @Test(arguments: [
        "ev\u{200C}il.example", ".ev\u{200C}il.example", "*.xn--evil-176a.example", "xn--evil-176a.example",
    ])
    func `an entry with an invalid domain is refused`(text: String) {
        #expect(throws: EntryError.self) { try EntryPattern(text) }
    }

    @Test func `a forbidden character before the at sign is spelled out too`() {
        #expect(throws: AddressFault.forbidden("\u{200D}")) { try EmailAddress(reading: "a\u{200D}da@b.example") }
        #expect(throws: AddressFault.noAt) { try EmailAddress(reading: "ada") }
        #expect(throws: AddressFault.noLocalPart) { try EmailAddress(reading: "@b.example") }
    }

    @Test(arguments: [
        ("xn--evil-176a.example", EntryPattern.Kind.domain, "xn--evil-176a.example"),
        (".XN--evil-176a.example", .subtree, "xn--evil-176a.example"),
        ("*.ab--cd.example", .children, "ab--cd.example"), ("Ada@ab--cd.example", .email, "ada@ab--cd.example"),
        ("b.example", .domain, "b.example"),
    ])
    func `an entry that was stored under older rules can be named for removal`(
        text: String,
        kind: EntryPattern.Kind,
        value: String
    ) throws {
        #expect(try EntryPattern(toRemove: text) == EntryPattern(kind: kind, canonical: value))
    }

    @Test(arguments: ["ev\u{200C}il.example", "a b", "-a.example", "xn--a b.example", "", "a..b--c"])
    func `an entry that could never be stored cannot be named for removal`(text: String) {
        #expect(throws: EntryError.self) { try EntryPattern(toRemove: text) }
    }
}
