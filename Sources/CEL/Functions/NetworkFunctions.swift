import IPAddresses

/// The network extension: addresses and blocks of them (the cases of the specification's `network_ext` file).
enum NetworkFunctions {
    static let all: [Function] = [
        Function("ip", check: { literal($0) { text throws(Failure) in _ = try NetworkAddress(text) } }, .unary(ip)),
        Function("cidr", check: { literal($0) { text throws(Failure) in _ = try NetworkBlock(text) } }, .unary(cidr)),
        Function(
            "isIP",
            .unary { value throws(Failure) in
                let text = try text(value, "isIP")
                return .bool((try? NetworkAddress(text)) != nil)
            }
        ),
        Function(
            "isCIDR",
            .unary { value throws(Failure) in
                let text = try text(value, "isCIDR")
                return .bool((try? NetworkBlock(text)) != nil)
            }
        ),
        Function(
            "ip.isCanonical",
            .unary { value throws(Failure) in
                let text = try text(value, "ip.isCanonical")
                return .bool(try NetworkAddress(text).text == text)
            }
        ),
        Function(
            "family",
            style: .receiver,
            .unary { value throws(Failure) in
                .int(Int64(try address(value, "family").family.rawValue))
            }
        ),
        test("isUnspecified") { $0.bits == 0 },
        test("isLoopback") { $0.family == .v4 ? $0.bits >> 120 == 127 : $0.bits == 1 },
        test("isGlobalUnicast", isGlobalUnicast),
        test("isLinkLocalMulticast") { address in
            address.family == .v4 ? address.bits >> 104 == 0xE0_00_00 : address.bits >> 112 & 0xFF0F == 0xFF02
        },
        test("isLinkLocalUnicast", isLinkLocalUnicast),
        block("containsIP") { block, value throws(Failure) in
            if case .string(let text) = value { return .bool(block.holds(try NetworkAddress(text).address)) }
            return .bool(block.holds(try address(value, "containsIP")))
        },
        block("containsCIDR") { block, value throws(Failure) in
            if case .string(let text) = value { return .bool(block.holds(try NetworkBlock(text))) }
            guard let other = value.networkBlock else { throw .noOverload("containsCIDR", of: [value]) }
            return .bool(block.holds(other))
        },
        part("ip") { .opaque(NetworkAddress($0.address)) },
        part("masked") { block in
            .opaque(
                NetworkBlock(IPAddress(family: block.address.family, bits: block.network.bits), length: block.length)
            )
        },
        part("prefixLength") { .int(Int64($0.length)) },
    ]

    /// The signatures of the functions called as `name(…)`.
    static let globals: [String: [Signature]] = [
        "ip": [Signature([.string], address)], "cidr": [Signature([.string], cidr)],
        "isIP": [Signature([.string], .bool)], "isCIDR": [Signature([.string], .bool)],
        "ip.isCanonical": [Signature([.string], .bool)],
    ]

    /// The signatures of the functions called as `a.name(…)`.
    static let receivers: [String: [Signature]] = {
        var table: [String: [Signature]] = [
            "family": [Signature([address], .int)], "ip": [Signature([cidr], address)],
            "masked": [Signature([cidr], cidr)], "prefixLength": [Signature([cidr], .int)],
            "containsIP": [Signature([cidr, address], .bool), Signature([cidr, .string], .bool)],
            "containsCIDR": [Signature([cidr, cidr], .bool), Signature([cidr, .string], .bool)],
        ]
        for name in ["isUnspecified", "isLoopback", "isGlobalUnicast", "isLinkLocalMulticast", "isLinkLocalUnicast"] {
            table[name] = [Signature([address], .bool)]
        }
        return table
    }()

    static let address = ValueType.opaque(NetworkAddress.typeName)
    static let cidr = ValueType.opaque(NetworkBlock.typeName)

    // MARK: Bodies

    @Sendable private static func ip(_ value: Value) throws(Failure) -> Value {
        .opaque(try NetworkAddress(try text(value, "ip")))
    }

    @Sendable private static func cidr(_ value: Value) throws(Failure) -> Value {
        .opaque(try NetworkBlock(try text(value, "cidr")))
    }

    /// As Go's `netip.Addr.IsGlobalUnicast`: private addresses are among them.
    @Sendable private static func isGlobalUnicast(_ address: IPAddress) -> Bool {
        if address.family == .v4 {
            let isBroadcast = address.bits >> 96 == 0xFFFF_FFFF
            let isMulticast = address.bits >> 124 == 0xE
            return address.bits != 0 && !isBroadcast && !isMulticast && address.bits >> 120 != 127
                && !isLinkLocalUnicast(address)
        }
        return address.bits > 1 && address.bits >> 120 != 0xFF && !isLinkLocalUnicast(address)
    }

    @Sendable private static func isLinkLocalUnicast(_ address: IPAddress) -> Bool {
        address.family == .v4 ? address.bits >> 112 == 0xA9FE : address.bits >> 118 == 0xFE80 >> 6
    }

    private static func test(_ name: String, _ holds: @escaping @Sendable (IPAddress) -> Bool) -> Function {
        Function(name, style: .receiver, .unary { value throws(Failure) in .bool(holds(try address(value, name))) })
    }

    private static func part(_ name: String, _ read: @escaping @Sendable (NetworkBlock) -> Value) -> Function {
        Function(
            name,
            style: .receiver,
            .unary { value throws(Failure) in
                guard let block = value.networkBlock else { throw .noOverload(name, of: [value]) }
                return read(block)
            }
        )
    }

    private static func block(
        _ name: String,
        _ answer: @escaping @Sendable (NetworkBlock, Value) throws(Failure) -> Value
    ) -> Function {
        Function(
            name,
            style: .receiver,
            .binary { value, other throws(Failure) in
                guard let block = value.networkBlock else { throw .noOverload(name, of: [value, other]) }
                return try answer(block, other)
            }
        )
    }

    private static func address(_ value: Value, _ name: String) throws(Failure) -> IPAddress {
        guard let address = value.networkAddress else { throw .noOverload(name, of: [value]) }
        return address
    }

    private static func text(_ value: Value, _ name: String) throws(Failure) -> String {
        guard case .string(let text) = value else { throw .noOverload(name, of: [value]) }
        return text
    }

    /// What is wrong with a text that stands in the expression itself.
    private static func literal(_ arguments: [Value?], _ read: (String) throws(Failure) -> Void) -> String? {
        guard arguments.count == 1, case .string(let text)?? = arguments.first else { return nil }
        do throws(Failure) {
            try read(text)
            return nil
        } catch { return error.description }
    }
}
