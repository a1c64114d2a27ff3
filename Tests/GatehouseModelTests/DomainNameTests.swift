import GatehouseModel
import Testing

@Suite struct `Domain names` {
    // Samples of RFC 3492 §7.1 and everyday names.
    @Test(arguments: [
        ("B.Example.", "b.example"), ("bücher.example", "xn--bcher-kva.example"),
        ("他们为什么不说中文.example", "xn--ihqwcrb4cv8a8dqg056pqjye.example"), ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("FAẞ.example", "xn--fa-hia.example"),
    ])
    func `equal domain names have one canonical form`(text: String, ascii: String) {
        #expect(DomainName(text)?.ascii == ascii)
    }

    @Test(arguments: ["", ".", "a..b", "-a.example", "a-.example", "a b.example", "a\u{202E}b.example", "a/b"])
    func `domain names that cannot exist are refused`(text: String) {
        #expect(DomainName(text) == nil)
    }

    @Test func `encoded domain names are decoded for people`() {
        #expect(DomainName("bücher.example")?.unicode == "bücher.example")
    }
}
