import GatehouseModel
import OutboundHTTP
import Testing

@Suite struct EgressGuardTests {
    @Test(
        arguments: [
            "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
            "169.254.169.254", "169.254.1.1", "100.64.0.1", "100.127.255.255", "192.0.0.8", "198.18.0.1", "224.0.0.1",
            "239.1.1.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "::", "::1", "fe80::1", "fec0::1", "fc00::1",
            "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
            "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1",
            "2001:0:7f00:1::", "2001:0:808:808::5601:5601", "2001:db8::1", "::ffff:0:127.0.0.1",
            "2a00:1450::5efe:10.0.0.1", "4000::1",
        ]
    )
    func `an address that is not public is blocked`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressGuard(allowed: []).reason(against: address) != nil)
    }

    @Test(
        arguments: [
            "8.8.8.8", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1", "2606:4700::1111",
            "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::1",
        ]
    )
    func `a public address is open`(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(EgressGuard(allowed: []).reason(against: address) == nil)
    }

    @Test func `an exception opens its block and nothing else`() throws {
        let egress = EgressGuard(allowed: [try IPNetwork(notation: "127.0.0.1/32")])
        #expect(egress.reason(against: try #require(IPAddress("127.0.0.1"))) == nil)
        #expect(egress.reason(against: try #require(IPAddress("127.0.0.2"))) != nil)
        #expect(egress.reason(against: try #require(IPAddress("::ffff:127.0.0.1"))) != nil)
        #expect(egress.reason(against: try #require(IPAddress("169.254.169.254"))) != nil)
    }

    @Test(arguments: [
        "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.1 ", "127.0.0.01", "fe80::1%eth0", "", "::1::", "8.8.8.8\u{0}",
    ])
    func `only the usual notation of an address is accepted`(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "a/8", "10.0.0.0/8/8"])
    func `a block with stray bits or a bad length is refused`(_ text: String) {
        #expect((try? IPNetwork(notation: text)) == nil)
    }
}
