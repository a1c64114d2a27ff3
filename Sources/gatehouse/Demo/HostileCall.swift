import GatehouseModel

/// Calls that no identity provider would make, and the refusal each deserves.
enum HostileCall {
    static func number(_ number: Int, _ visitor: Visitor) -> Visit.Act {
        let good = visitor.secondBody
        let endpoint = "request-approval"
        // Divided, because hostile calls come at fixed places of the mixture.
        switch number / 5 % 9 {
        case 0:
            let wrong = Call.basic(SamplePolicy.username, "guess \(number)")
            return .call(Call(endpoint: endpoint, authorization: wrong, body: good), .refused(401))
        case 1: return .call(Call(endpoint: endpoint, authorization: nil, body: good), .refused(401))
        case 2: return .call(Call(endpoint: endpoint, body: Array("email=a%40b.example".utf8)), .refused(400))
        case 3: return .call(Call(endpoint: endpoint, body: deeplyNested), .refused(400))
        case 4: return .call(Call(endpoint: "no-such-endpoint", body: good), .refused(404))
        case 5: return .call(Call(method: "PUT", endpoint: endpoint, body: good), .refused(405))
        case 6: return .call(Call(endpoint: endpoint, contentType: "text/plain", body: good), .refused(415))
        case 7: return .call(Call(endpoint: endpoint, body: tooLarge), .refused(413))
        default: return .call(Call(endpoint: endpoint, body: Array(good.dropLast(9))), .refused(400))
        }
    }

    private static let deeplyNested =
        Array(#"{"email":"deep@atelier-lumen.example","x":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 20_000)

    private static let tooLarge =
        Array(#"{"email":"large@atelier-lumen.example","x":""#.utf8)
        + Array(repeating: UInt8(ascii: "x"), count: 200_000)
        + Array(#""}"#.utf8)
}

/// Names meant to harm whoever looks at them.
enum HostileText {
    static func number(_ number: Int) -> String { all[number / 3 % all.count] }

    private static let all = [
        "\u{1B}[2J\u{1B}[31mAll approved\u{1B}[0m",
        "Anna \u{202E}gnp.exe",
        "Bo\u{1B}]0;owned\u{7}\u{8}\u{8}",
        "Cleo\r\ngatehouse: nothing waits",
        "D\u{200B}a\u{200D}n\u{FEFF}\u{9B}31m",
        "'; drop table approvals; -- {code} %s",
    ]
}
