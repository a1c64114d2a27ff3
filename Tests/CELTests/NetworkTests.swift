import CEL
import Testing

/// The network extension. The first table has the cases of the specification's `network_ext` file.
@Suite struct `Network addresses in expressions` {
    private static let yes = #"{"bool":true}"#
    private static let no = #"{"bool":false}"#

    @Test(
        arguments: [
            // Section ip_type.
            ("string(ip('192.168.0.1'))", #"{"string":"192.168.0.1"}"#), ("ip('192.168.0.1.0')", "error"),
            ("isIP('192.168.0.1')", yes), ("isIP('192.168.0.1.0')", no), ("ip.isCanonical('127.0.0.1')", yes),
            ("ip.isCanonical('127.0.0.1.0')", "error"), ("ip.isCanonical('2001:DB8::68')", no),
            ("string(ip('2001:db8::68'))", #"{"string":"2001:db8::68"}"#), ("ip('2001:db8:::68')", "error"),
            ("ip('fe80::1%en0')", "error"), ("ip('::ffff:192.168.0.1')", "error"),
            ("string(ip('192.168.0.1'))", #"{"string":"192.168.0.1"}"#), ("type(ip('192.168.0.1')) == net.IP", yes),
            ("isIP(cidr('192.168.0.0/24'))", "error"),
            // Section ipv4.
            ("ip('192.168.0.1').family()", #"{"int":"4"}"#), ("ip('0.0.0.0').isUnspecified()", yes),
            ("ip('127.0.0.1').isUnspecified()", no), ("ip('127.0.0.1').isLoopback()", yes),
            ("ip('1.2.3.4').isLoopback()", no), ("ip('192.168.0.1').isGlobalUnicast()", yes),
            ("ip('255.255.255.255').isGlobalUnicast()", no), ("ip('224.0.0.1').isLinkLocalMulticast()", yes),
            ("ip('224.0.1.1').isLinkLocalMulticast()", no), ("ip('169.254.169.254').isLinkLocalUnicast()", yes),
            ("ip('192.168.0.1').isLinkLocalUnicast()", no), ("ip('127.0.0.1') == ip('127.0.0.1')", yes),
            ("ip('127.0.0.1') == ip('10.0.0.1')", no), ("ip('::ffff:c0a8:1') == ip('192.168.0.1')", yes),
            ("ip('::ffff:c0a8:1') == ip('192.168.10.1')", no),
            // Section ipv6.
            ("ip('2001:db8::68').family()", #"{"int":"6"}"#), ("ip('::').isUnspecified()", yes),
            ("ip('::1').isLoopback()", yes), ("ip('2001:db8::abcd').isGlobalUnicast()", yes),
            ("ip('ff00::1').isGlobalUnicast()", no), ("ip('ff02::1').isLinkLocalMulticast()", yes),
            ("ip('fd00::1').isLinkLocalMulticast()", no), ("ip('fe80::1').isLinkLocalUnicast()", yes),
            ("ip('fd80::1').isLinkLocalUnicast()", no), ("ip('2001:db8::1') == ip('2001:DB8::1')", yes),
            ("ip('::') == ip('::ffff')", no),
            // Section cidr.
            ("type(cidr('192.168.0.0/24')) == net.CIDR", yes), ("cidr('192.168.0.0/')", "error"),
            ("cidr('fe80::1%en0/24')", "error"), ("cidr('::ffff:192.168.0.1/24')", "error"),
            ("cidr('127.0.0.1/24') == cidr('127.0.0.1/24')", yes), ("cidr('192.0.0.1/32') == cidr('10.0.0.1/8')", no),
            ("cidr('2001:db8::/32') == cidr('10.0.0.1/32')", no),
            ("cidr('192.168.0.0/24').containsIP(ip('192.168.0.1'))", yes),
            ("cidr('192.168.0.0/24').containsIP(ip('192.168.1.1'))", no),
            ("cidr('192.168.0.0/24').containsIP('192.168.0.1')", yes),
            ("cidr('192.168.0.0/24').containsIP('192.168.1.1')", no),
            ("cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.0/25'))", yes),
            ("cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.1/32'))", yes),
            ("cidr('192.168.0.0/24').containsCIDR(cidr('192.168.0.0/23'))", no),
            ("cidr('192.168.0.0/24').containsCIDR('192.168.0.0/25')", yes),
            ("cidr('10.0.0.0/8').containsCIDR(cidr('10.0.0.0/8'))", yes),
            ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/8')", yes),
            ("cidr('2001:db8::/32').containsIP(ip('192.168.1.1'))", no),
            ("cidr('192.168.1.1/32').containsIP(ip('2001:db8::1'))", no),
            ("cidr('192.168.0.0/24').ip() == ip('192.168.0.0')", yes),
            ("cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24')", yes),
            ("cidr('192.168.0.0/24').prefixLength()", #"{"int":"24"}"#),
            ("string(cidr('2001:db8::/32'))", #"{"string":"2001:db8::/32"}"#),
            ("cidr('2001:db8::/32').containsIP(ip('2001:db8::1'))", yes),
            ("cidr('2001:db8::/32').containsCIDR(cidr('2001:db8::/33'))", yes),
            ("cidr('192.168.0.0/24').containsIP(ip('2001:db8::1'))", no),
            ("cidr('2001:db8::/32').ip() == ip('2001:db8::')", yes),
            ("cidr('2001:db8::/32').prefixLength()", #"{"int":"32"}"#),
            ("string(cidr('192.168.0.0/24'))", #"{"string":"192.168.0.0/24"}"#),
            ("type(cidr('192.168.0.0/24')) == net.CIDR", yes),
        ]
    )
    func `the cases of the specification hold`(expression: String, expected: String) {
        #expect(answer(expression) == expected)
    }

    @Test(
        arguments: [
            "''", "'1.2.3'", "'01.2.3.4'", "'1.2.3.256'", "'1.2.3.4 '", "' 1.2.3.4'", "'1.2.3.4/32'", "'0x7f000001'",
            "'127.1'",
            "'::1%lo'", "'12345::'", "':::'", "'[::1]'", "'::ffff:1.2.3.4'", "'1.2.3.4\\u0000'", "'١.٢.٣.٤'", "1",
            "null", "b'::1'",
        ]
    )
    func `a text or value that is no address is refused`(argument: String) {
        #expect(answer("ip(\(argument))") == "error")
        if argument.hasPrefix("'") { #expect(answer("isIP(\(argument))") == Self.no) }
    }

    @Test(
        arguments: [
            "'10.0.0.0'", "'10.0.0.0/33'", "'10.0.0.0/-1'", "'10.0.0.0/+8'", "'10.0.0.0/08'", "'10.0.0.0/8/8'", "'/8'",
            "'10.0.0.0/ 8'",
            "'::/129'", "'::1%lo/64'", "'::ffff:1.2.3.4/120'", "'::ffff:102:304/120'", "'10.0.0.0/8x'", "''", "7",
        ]
    )
    func `a text or value that is no block is refused`(argument: String) {
        #expect(answer("cidr(\(argument))") == "error")
        if argument.hasPrefix("'") { #expect(answer("isCIDR(\(argument))") == Self.no) }
    }

    @Test(
        arguments: [
            ("::", "::"), ("0:0:0:0:0:0:0:1", "::1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("fe80::", "fe80::"),
            ("::102:304", "::102:304"), ("::ffff:102:304", "1.2.3.4"), ("0001:0002::", "1:2::"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ]
    )
    func `an address is written in its canonical form`(text: String, canonical: String) {
        #expect(answer("string(ip('\(text)'))") == "{\"string\":\"\(canonical)\"}")
        #expect(answer("ip.isCanonical('\(text)')") == (text == canonical ? Self.yes : Self.no))
        #expect(answer("'%s'.format([ip('\(text)')])") == "{\"string\":\"\(canonical)\"}")
    }

    @Test(
        arguments: [
            ("cidr('0.0.0.0/0').containsIP('255.255.255.255')", yes), ("cidr('0.0.0.0/0').containsIP('::1')", no),
            ("cidr('::/0').containsIP('ffff::')", yes), ("cidr('10.1.2.3/32').containsIP('10.1.2.3')", yes),
            ("cidr('10.1.2.3/32').containsIP('10.1.2.4')", no), ("cidr('::1/128').containsIP('::1')", yes),
            ("cidr('10.1.2.3/8').containsIP('10.9.9.9')", yes), ("cidr('10.0.0.0/8').containsCIDR('::/0')", no),
            ("cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')", no), ("cidr('10.1.2.3/8') == cidr('10.0.0.0/8')", no),
            ("cidr('10.1.2.3/8').ip() == ip('10.1.2.3')", yes),
            ("string(cidr('10.1.2.3/8').masked())", #"{"string":"10.0.0.0/8"}"#),
            ("string(cidr('2001:DB8:ff::1/32').masked())", #"{"string":"2001:db8::/32"}"#),
            ("cidr('10.0.0.0/8').containsIP('::ffff:a01:203')", yes), ("ip('10.0.0.1') in [ip('10.0.0.1')]", yes),
            ("dyn(ip('10.0.0.1')) == '10.0.0.1'", no), ("dyn(ip('10.0.0.1')) == dyn('10.0.0.1')", no),
            ("ip('fe80::1').isGlobalUnicast()", no), ("ip('::').isGlobalUnicast()", no),
            ("ip('::1').isGlobalUnicast()", no),
            ("ip('10.0.0.1').isGlobalUnicast()", yes), ("ip('127.9.9.9').isLoopback()", yes),
            ("ip('febf::1').isLinkLocalUnicast()", yes),
            ("ip('fec0::1').isLinkLocalUnicast()", no), ("ip('ff12::1').isLinkLocalMulticast()", yes),
            ("ip('240.0.0.1').isGlobalUnicast()", yes), ("ip('224.0.0.1').isGlobalUnicast()", no),
            ("ip('::ffff:7f00:1').isLoopback()", yes), ("ip('::ffff:7f00:1').family()", #"{"int":"4"}"#),
            ("ip('10.0.0.1') < ip('10.0.0.2')", "error"), ("ip('10.0.0.1').containsIP('10.0.0.1')", "error"),
            ("cidr('10.0.0.0/8').family()", "error"), ("cidr('10.0.0.0/8').containsIP(cidr('10.0.0.0/8'))", "error"),
            ("cidr('10.0.0.0/8').containsIP('nonsense')", "error"), ("size(ip('10.0.0.1'))", "error"),
            ("{ip('10.0.0.1'): 1}", "error"),
            (
                "[1, 2].map(n, ip('10.0.0.' + string(n))).filter(a, cidr('10.0.0.2/31').containsIP(a)).size()",
                #"{"int":"1"}"#
            ),
            ("type(net.IP) == type", yes), ("ip('10.0.0.1')", #"{"ip":"10.0.0.1"}"#),
            ("cidr('10.0.0.0/8')", #"{"cidr":"10.0.0.0/8"}"#),
        ]
    )
    func `addresses and blocks are compared, contained and converted`(expression: String, expected: String) {
        #expect(answer(expression) == expected)
    }

    @Test func `addresses can be bound as variables`() {
        let bindings = #"{"a":{"ip":"10.0.0.1"},"n":{"cidr":"10.0.0.0/8"}}"#
        #expect(answer("n.containsIP(a)", bindings) == Self.yes)
        #expect(answer("a == ip('10.0.0.1')", bindings) == Self.yes)
    }

    @Test(arguments: ["cidr('10.0.0.0/33').containsIP(x)", "ip('nonsense') == x", "true || ip('1.2.3') == x"])
    func `an address that is wrong in the expression itself is found when it is compiled`(expression: String) {
        #expect(throws: ExpressionError.self) { try Environment(variables: ["x"]).compile(expression) }
    }

    @Test(
        arguments: [
            ("ip('192.168.0.1.0')", "IP Address '192.168.0.1.0' parse error during conversion from string"),
            ("ip('fe80::1%en0')", "IP Address with zone value is not allowed"),
            ("ip('::ffff:192.168.0.1')", "IPv4-mapped IPv6 address is not allowed"),
            ("cidr('fe80::1%en0/24')", "CIDR with zone value is not allowed"),
            ("cidr('192.168.0.0/')", "network address parse error during conversion from string"),
        ]
    )
    func `the errors are those of the specification`(expression: String, message: String) {
        #expect(problem(expression)?.headline.contains(message) == true)
    }
}

@Suite struct `Whole numbers and doubles beyond 2^53` {
    @Test(
        arguments: [
            ("9007199254740993 == 9007199254740992.0", false), ("9007199254740992 == 9007199254740992.0", true),
            ("9007199254740993u == 9007199254740992.0", false), ("9223372036854775807 == 9223372036854775808.0", false),
            ("18446744073709551615u == 18446744073709551616.0", false),
            ("-9223372036854775808 == -9223372036854775808.0", true),
            ("1 == 1.0", true), ("1 == 1.5", false), ("0 == -0.0", true), ("1u == 1.0", true),
        ]
    )
    func `equality, membership and look-up give one answer`(expression: String, equal: Bool) {
        let parts = expression.components(" == ")
        #expect(answer(expression) == "{\"bool\":\(equal)}")
        #expect(answer("\(parts[0]) in [\(parts[1])]") == "{\"bool\":\(equal)}")
        #expect(answer("\(parts[1]) in [\(parts[0])]") == "{\"bool\":\(equal)}")
        #expect(answer("\(parts[1]) in {\(parts[0]): 1}") == "{\"bool\":\(equal)}")
        #expect(answer("{\(parts[0]): 'x'}[\(parts[1])]") == (equal ? #"{"string":"x"}"# : "error"))
        #expect(answer("\(parts[0]) != \(parts[1])") == "{\"bool\":\(!equal)}")
    }

    @Test(arguments: ["{1: 'x'}[1e19]", "int(1e19)", "uint(-1.0)", "{1: 'x'}[0.0/0.0]", "int(9223372036854775808.0)"])
    func `a number out of range is an error`(expression: String) {
        #expect(answer(expression) == "error")
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] {
        guard let range = firstRange(of: separator) else { return [self] }
        return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
    }
}
