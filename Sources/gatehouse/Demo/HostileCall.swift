import GatehouseModel

/// Calls that no identity provider would make, with the expected refusals.
enum HostileCall {
    static func number(_ number: Int) -> Visit.Act {
        let endpoint = "request-approval"
        // Divided by 5, because hostile calls have fixed places in the mixture.
        switch number / 5 % 9 {
        case 0:
            let wrong = RawCall.basic(SamplePolicy.username, "guess \(number)")
            return .call(RawCall(endpoint: endpoint, authorization: wrong, body: good), status: 401)
        case 1: return .call(RawCall(endpoint: endpoint, authorization: nil, body: good), status: 401)
        case 2: return .call(RawCall(endpoint: endpoint, body: Array("email=a%40b.example".utf8)), status: 400)
        case 3: return .call(RawCall(endpoint: endpoint, body: deeplyNested), status: 400)
        case 4: return .call(RawCall(endpoint: "no-such-endpoint", body: good), status: 404)
        case 5: return .call(RawCall(method: "PUT", endpoint: endpoint, body: good), status: 405)
        case 6: return .call(RawCall(endpoint: endpoint, contentType: "text/plain", body: good), status: 415)
        case 7: return .call(RawCall(endpoint: endpoint, body: tooLarge), status: 413)
        default: return .call(RawCall(endpoint: endpoint, body: Array(good.dropLast(9))), status: 400)
        }
    }

    /// A body that would be accepted from an authenticated caller.
    private static let good = Array(#"{"email":"mallory@atelier-lumen.example","displayName":"Mallory"}"#.utf8)

    private static let deeplyNested =
        Array(#"{"email":"deep@atelier-lumen.example","x":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: 20_000)

    private static let tooLarge =
        Array(#"{"email":"large@atelier-lumen.example","x":""#.utf8)
        + Array(repeating: UInt8(ascii: "x"), count: 200_000)
        + Array(#""}"#.utf8)
}

/// Names that try to attack terminals, logs and the like.
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
