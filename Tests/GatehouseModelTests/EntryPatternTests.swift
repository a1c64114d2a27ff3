import GatehouseModel
import Testing

@Suite struct `Entry patterns` {
    @Test(arguments: [
        ("Ada@B.Example", EntryPattern.Kind.email, "ada@b.example"), ("b.example", .domain, "b.example"),
        (".b.example", .subtree, "b.example"), ("*.b.example", .children, "b.example"),
        (" issuer:Google.com ", .issuer, "google.com"), ("192.0.2.0/24", .cidr, "192.0.2.0/24"),
        ("192.0.2.7", .cidr, "192.0.2.7/32"), ("2001:DB8::/32", .cidr, "2001:db8::/32"),
        ("2001:db8:0:0::1", .cidr, "2001:db8::1/128"), ("::ffff:192.0.2.0/120", .cidr, "192.0.2.0/24"),
        ("::FFFF:c000:201", .cidr, "192.0.2.1/32"), ("0.0.0.0/0", .cidr, "0.0.0.0/0"), ("::/0", .cidr, "::/0"),
        ("/^x[0-9]+@/", .pattern, "^x[0-9]+@"), ("/a/b@/", .pattern, "a/b@"),
        ("/\\.b\\.example$/", .pattern, "\\.b\\.example$"), ("value: country = SE ", .value, "country=se"),
        ("value:companyName=Évil = Corp", .value, "companyName=évil = corp"),
        ("value:extension_1_Tier=a@b/c", .value, "extension_1_Tier=a@b/c"),
    ])
    func `every kind of entry is read in its notation`(text: String, kind: EntryPattern.Kind, value: String) throws {
        let pattern = try EntryPattern(text)
        #expect(pattern == EntryPattern(kind: kind, canonical: value))
        #expect(try EntryPattern(pattern.notation) == pattern)
    }

    @Test(arguments: [
        "", "@", "a@", "@b.example", "..", "issuer:", "a b", "a\u{202E}@b.example", "*.*.example",
        "192.0.2.7/24", "192.0.2.0/33", "192.0.2.0/",
        "192.0.2.0/+8", "192.0.2.0/08", "010.0.0.1/32", "2001:db8::1/32", "::ffff:192.0.2.0/95", "::ffff:0:0/90",
        "fe80::1%eth0/64", "1.2.3/8", "a:b", "b.example/24", "//", "/a", "/", "/a(/", "/.*/", "/^$/", "/a|/",
        "/x{1000}{1000}/", "/((a{100}){10}){10}/", "/a\u{7}/", "value:", "value:country", "value:=x", "value:a=",
        "value:a b=c", "value:email=a@b.example", "value:identities=x", "value:ui_locales=fr",
    ])
    func `entries without a meaning are refused`(text: String) {
        #expect(throws: EntryError.self) { try EntryPattern(text) }
    }

    @Test(arguments: [
        ("192.0.2.7/24", "write 192.0.2.0/24 for the block or 192.0.2.7 for the one address"),
        ("2001:db8::1/32", "write 2001:db8::/32 for the block or 2001:db8::1 for the one address"),
        ("192.0.2.0/33", "write a number up to 32"), ("/a(/", "missing ): a("),
        ("/.*/", "everybody or nobody"), ("/a", "the slash at its end is missing"),
        ("value:email=a@b.example", "write the address"), ("b.example/24", "write 192.0.2.0/24"),
    ])
    func `a refused entry says what to write instead`(text: String, remedy: String) {
        let error = #expect(throws: EntryError.self) { try EntryPattern(text) }
        #expect(error?.description.contains(remedy) == true, "\(error?.description ?? "")")
    }
}

@Suite struct `IP networks` {
    @Test(arguments: ["192.0.2.1", "::1", "2001:db8::8:800:200c:417a", "255.255.255.255", "0.0.0.0"])
    func `IP networks are restored from their stored bytes`(address: String) throws {
        let one = try #require(IPNetwork(address: address))
        for length in stride(from: 0, through: one.family.width, by: 8) {
            let block = one.widened(to: length)
            #expect(IPNetwork(key: block.key) == block)
            #expect(try IPNetwork(notation: block.notation) == block)
        }
    }

    @Test func `an IPv4 address mapped into IPv6 is read as IPv4`() {
        #expect(IPNetwork(address: "::ffff:192.0.2.1") == IPNetwork(address: "192.0.2.1"))
        #expect(IPNetwork(address: "fe80::1%eth0") == IPNetwork(address: "fe80::1"))
        #expect(IPNetwork(address: "192.0.2.1\u{0}") == nil)
        #expect(IPNetwork(address: "192.0.2.01") == nil)
        #expect(IPNetwork(key: [33, 1, 2, 3, 4]) == nil)
    }
}
