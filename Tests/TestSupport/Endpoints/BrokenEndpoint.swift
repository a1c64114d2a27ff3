/// The faults of a deliberately broken API, one at a time.
package enum Flaw: String, Sendable, CaseIterable {
    case none
    case validationUnder200
    case validationWithoutStatus
    case validationAtTheFirstStep
    case continueUnder400
    case continueWithNull
    case missingVersion
    case missingAction
    case wrongCase
    case legacyAllow
    case html
    case noContentType
    case status500
    case status409
    case blockWithoutMessage
    case trailingComma
    case array
    case duplicateMember
    case notUTF8
    case redirect
    case gzip
    case acceptsAnyCredentials
    case acceptsAnything
    case changesItsMind
    case slow

    /// The answer to any request.
    package var behaviour: TestEndpoint.Behaviour {
        let flaw = self
        return { seen, peer in flaw.answer(seen, peer) }
    }

    /// The credentials that it accepts.
    package static let username = "entra"
    package static let password = "s3cret:with colon"
    /// `entra:s3cret:with colon`, RFC 4648.
    package static let authorization = "Basic ZW50cmE6czNjcmV0OndpdGggY29sb24="

    private static let proceed = #"{"version":"1.0.0","action":"Continue"}"#

    private func answer(_ seen: TestEndpoint.Seen, _ peer: TestEndpoint.Peer) {
        if self != .acceptsAnyCredentials, seen.header("authorization") != Self.authorization {
            return peer.reply(401, "{}", headers: ["WWW-Authenticate: Basic realm=\"test\""])
        }
        let looksRight = seen.body.count < 128 << 10 && Self.isSignUp(seen)
        guard looksRight || self == .acceptsAnything else { return peer.reply(400, #"{"title":"no"}"#) }
        reply(seen, peer)
    }

    /// Enough to distinguish a provider's requests from others.
    private static func isSignUp(_ seen: TestEndpoint.Seen) -> Bool {
        let text = seen.text
        return seen.method == "POST" && seen.header("content-type")?.hasPrefix("application/json") == true
            && text.hasPrefix("{") && text.hasSuffix("}") && !text.contains("[[[[") && !text.contains("\"email\":1")
            && text.components(of: "\"email\":") < 2
    }

    private func reply(_ seen: TestEndpoint.Seen, _ peer: TestEndpoint.Peer) {
        let validation = #"{"version":"1.0.0","status":400,"action":"ValidationError","userMessage":"Wrong postcode."}"#
        switch self {
        case .none, .acceptsAnyCredentials, .acceptsAnything: peer.reply(200, Self.proceed)
        case .validationUnder200: peer.reply(200, validation)
        case .validationWithoutStatus:
            peer.reply(400, #"{"version":"1.0.0","action":"ValidationError","userMessage":"Wrong postcode."}"#)
        case .validationAtTheFirstStep: peer.reply(400, validation)
        case .continueUnder400: peer.reply(400, Self.proceed)
        case .continueWithNull: peer.reply(200, #"{"version":"1.0.0","action":"Continue","city":null}"#)
        case .missingVersion: peer.reply(200, #"{"action":"Continue"}"#)
        case .missingAction: peer.reply(200, #"{"version":"1.0.0"}"#)
        case .wrongCase: peer.reply(200, #"{"version":"1.0.0","action":"continue"}"#)
        case .legacyAllow: peer.reply(200, #"{"version":"1.0.0","action":"Allow"}"#)
        case .html: peer.reply(200, "<!doctype html><title>Welcome</title>", type: "text/html")
        case .noContentType: peer.reply(200, Self.proceed, type: nil)
        case .status500: peer.reply(500, #"{"title":"Internal error"}"#)
        case .status409: peer.reply(409, #"{"version":"1.0.0","status":409,"userMessage":"Taken."}"#)
        case .blockWithoutMessage: peer.reply(200, #"{"version":"1.0.0","action":"ShowBlockPage"}"#)
        case .trailingComma: peer.reply(200, #"{"version":"1.0.0","action":"Continue",}"#)
        case .array: peer.reply(200, #"["Continue"]"#)
        case .duplicateMember: peer.reply(200, #"{"version":"1","action":"Continue","action":"ShowBlockPage"}"#)
        case .notUTF8:
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"version\":\"")
            peer.send([0xFF, 0xFE] + Array("\"}".utf8))
        case .redirect: peer.reply(302, "", headers: ["Location: http://169.254.169.254/latest/meta-data/"])
        case .gzip: peer.reply(200, "\u{1F}gzip", headers: ["Content-Encoding: gzip"])
        case .changesItsMind:
            peer.reply(
                200,
                seen.number == 1
                    ? Self.proceed : #"{"version":"1.0.0","action":"ShowBlockPage","userMessage":"No."}"#
            )
        case .slow:
            // Sends nothing until the caller gives up.
            break
        }
    }
}

extension String {
    fileprivate func components(of part: String) -> Int {
        var count = 0
        var rest = self[...]
        while let found = rest.firstRange(of: part) {
            count += 1
            rest = rest[found.upperBound...]
        }
        return count
    }
}
