import StrictTOML

/// A claim with a type declared by the policy. A rule that uses it as another type is refused when the policy is
/// applied, instead of failing during a sign-up.
package struct ClaimType: Sendable, Hashable, Named {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case string, bool, int, double
        case stringList = "string-list"
    }

    /// The claim's name in requests, such as `extension_1f2e_customerNumber`.
    package var name: String
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

extension ClaimType {
    init(_ table: StrictTable) throws(TOMLProblem) {
        self.init(name: try table.requireClaimName(), kind: try table.requireChoice("type"))
        guard !ClaimNames.fixed.contains(name) else {
            let remedy = "remove this [[claim]]; its type is known"
            throw table.problem("name", "the type of \(name.quoted()) cannot be declared", remedy: remedy)
        }
    }
}

/// Rules for names of claims.
enum ClaimNames {
    /// Claims that the sign-up depends on; no rule may change them.
    static let fixed: Set = ["email", "identities", "ui_locales"]

    /// Letters, digits, `_`, `-` and `.`, at most 128 bytes, starting with a letter or `_`.
    static func isClaimName(_ name: String) -> Bool {
        guard (1...128).contains(name.utf8.count) else { return false }
        return name.utf8.enumerated().allSatisfy { position, byte in
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"): true
            case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "."): position > 0
            default: false
            }
        }
    }
}

extension StrictTable {
    fileprivate func requireClaimName() throws(TOMLProblem) -> String {
        let name = try requireString("name")
        guard ClaimNames.isClaimName(name) else { throw notAClaimName(name, at: "name") }
        return name
    }

    func notAClaimName(_ name: String, at key: String) -> TOMLProblem {
        let remedy = "use the claim's name on the wire, such as postalCode or extension_1f2e_customerNumber"
        return problem(key, "\(name.quoted()) cannot be a claim's name", remedy: remedy)
    }
}
