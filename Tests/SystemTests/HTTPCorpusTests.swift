import Foundation
import TestSupport
import Testing

/// Requests of RFC 9110 and RFC 9112, valid and not, with the answer that they must get at the connector door.
///
/// A case that a known fault breaks stays in the table with the fault's number: it fails when the fault is mended, so
/// that the number is then removed.
@Suite struct `HTTP at the connector door` {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var bytes: [UInt8]
        /// The statuses that the rule allows.
        var statuses: Set<Int>
        /// Whether the next request on the connection is answered; nil if the rule leaves it open, or if the door may
        /// close the connection for others, because nobody has shown a valid credential on it.
        var stays: Bool?
        /// The number of a fault that is known and not mended.
        var fault: String?
    }

    private static let body = #"{"email":"ada@fine.example"}"#
    private static let length = "Content-Length: \(body.utf8.count)"

    private static func text(_ line: String, _ fields: [String], _ body: String = Self.body) -> [UInt8] {
        Array(([line] + fields).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8) + Array(body.utf8)
    }

    /// A good request with changes: other fields, a different line.
    private static func request(
        _ line: String = "POST /endpoints/shop HTTP/1.1",
        host: [String] = ["Host: gate.example"],
        framing: [String] = [length],
        type: [String] = ["Content-Type: application/json"],
        more: [String] = [],
        body: String = Self.body
    ) -> [UInt8] {
        text(line, host + ["Authorization: \(Provider.credentials)"] + type + framing + more, body)
    }

    private static func chunked(_ chunks: String, more: [String] = []) -> [UInt8] {
        request(framing: ["Transfer-Encoding: chunked"], more: more, body: chunks)
    }

    private static let whole = "1c\r\n\(body)\r\n0\r\n\r\n"

    private static func ok(_ description: String, _ bytes: [UInt8], stays: Bool? = true, fault: String? = nil) -> Case {
        Case(description: description, bytes: bytes, statuses: [200], stays: stays, fault: fault)
    }

    private static func bad(
        _ description: String,
        _ bytes: [UInt8],
        _ statuses: Set<Int> = [400],
        stays: Bool? = nil,
        fault: String? = nil
    ) -> Case {
        Case(description: description, bytes: bytes, statuses: statuses, stays: stays, fault: fault)
    }

    static let cases: [Case] = [
        // RFC 9112 §2 and §3: the request line.
        ok("a good request", request()),
        ok("an empty line in front (§2.2)", Array("\r\n".utf8) + request()),
        bad("no version", request("POST /endpoints/shop")), bad("no target", request("POST HTTP/1.1")),
        bad(
            "two spaces in the request line (§3 allows reading them)",
            request("POST  /endpoints/shop HTTP/1.1"),
            [200, 400]
        ),
        bad("a tab in the request line", request("POST\t/endpoints/shop\tHTTP/1.1")),
        bad("a version of another protocol", request("POST /endpoints/shop HTTPS/1.1")),
        bad("a version of two digits", request("POST /endpoints/shop HTTP/1.10")),
        bad("version 3.0", request("POST /endpoints/shop HTTP/3.0"), [400, 505]),
        bad("a method with a forbidden character", request("PO@ST /endpoints/shop HTTP/1.1"), [400, 405, 501]),
        bad("a target with a control character", request("POST /endpoints/\u{1}shop HTTP/1.1"), [400, 404]),
        bad("a target that is no path", request("POST endpoints/shop HTTP/1.1"), [400, 404]),
        bad("a method that is not known", request("BREW /endpoints/shop HTTP/1.1"), [400, 405, 501]),
        bad("a method in small letters (§9.1)", request("post /endpoints/shop HTTP/1.1"), [400, 405, 501]),
        bad("GET", request("GET /endpoints/shop HTTP/1.1"), [405], stays: true),
        bad("HEAD", request("HEAD /endpoints/shop HTTP/1.1", framing: [], body: ""), [405]),
        bad("DELETE", request("DELETE /endpoints/shop HTTP/1.1"), [405], stays: true),
        bad("OPTIONS *", request("OPTIONS * HTTP/1.1", framing: [], body: ""), [200, 204, 404, 405]),
        bad("CONNECT", request("CONNECT gate.example:443 HTTP/1.1", framing: [], body: ""), [400, 404, 405, 501]),
        bad("TRACE", request("TRACE /endpoints/shop HTTP/1.1", framing: [], body: ""), [405, 501]),
        bad(
            "a target of ten thousand characters",
            request("POST /\(String(repeating: "x", count: 10_000)) HTTP/1.1"),
            [404, 414, 431]
        ),
        ok("a query", request("POST /endpoints/shop?code=abc HTTP/1.1")),
        ok("absolute form (§3.2.2)", request("POST http://gate.example/endpoints/shop HTTP/1.1"), fault: "W10"),
        bad("another path", request("POST /endpoints/shop/ HTTP/1.1"), [404]),
        bad("a path up and down", request("POST /endpoints/../endpoints/shop HTTP/1.1"), [404]),
        bad(
            "a line end of LF alone in the request line",
            Array("POST /endpoints/shop HTTP/1.1\nHost: gate.example\n\n".utf8),
            [400, 401, 411]
        ),
        bad("nothing but garbage", Array("\u{16}\u{3}\u{1}\u{2}\u{0}garbage\r\n\r\n".utf8)),
        // RFC 9112 §3.2: Host.
        bad("no Host", request(host: [])),
        bad("two Hosts", request(host: ["Host: a.example", "Host: b.example"]), fault: "W10"),
        bad("two equal Hosts", request(host: ["Host: a.example", "Host: a.example"]), fault: "W10"),
        ok("an empty Host (§3.2)", request(host: ["Host:"])),
        ok("a Host with a port", request(host: ["Host: gate.example:443"])),
        ok("a Host of another name", request(host: ["Host: elsewhere.example"])),
        // RFC 9112 §5: fields.
        bad("a space before the colon (§5.1)", request(more: ["X-Test : 1"])),
        bad("a field without a colon", request(more: ["X-Test"])),
        bad("a field without a name", request(more: [": 1"])),
        bad("a folded field (§5.2)", request(more: ["X-Test: 1\r\n  2"])),
        bad("a control character in a value", request(more: ["X-Test: a\u{1}b"])),
        bad("NUL in a value", request(more: ["X-Test: a\u{0}b"])),
        ok("spaces around a value", request(more: ["X-Test: \t 1 \t "])),
        ok("an empty value", request(more: ["X-Test:"])),
        ok("bytes above 127 in a value", request(more: ["X-Test: é"])),
        ok("names in capitals", request(framing: ["CONTENT-LENGTH: \(body.utf8.count)"])),
        bad("more fields than the door takes", request(more: (0..<2_000).map { "X-\($0): \($0)" }), [400, 431]),
        bad(
            "a field of a hundred thousand bytes",
            request(more: ["X-Long: \(String(repeating: "x", count: 100_000))"]),
            [400, 431]
        ),
        // RFC 9112 §6: the length of the body.
        bad("no length and no chunks (§6.3)", request(framing: []), [400, 411], fault: "R9"),
        bad("a length with a sign", request(framing: ["Content-Length: +\(body.utf8.count)"])),
        bad("a negative length", request(framing: ["Content-Length: -1"])),
        bad("a length in hexadecimal", request(framing: ["Content-Length: 0x1c"])),
        bad("a length with a fraction", request(framing: ["Content-Length: 28.0"])),
        bad("an empty length", request(framing: ["Content-Length:"])),
        bad("a length beyond 64 bits", request(framing: ["Content-Length: 99999999999999999999"]), [400, 413]),
        bad(
            "the largest length of 63 bits",
            request(framing: ["Content-Length: 9223372036854775807"]),
            [400, 413]
        ),
        bad("two different lengths", request(framing: [length, "Content-Length: 5"])),
        bad("a list of different lengths", request(framing: ["Content-Length: 28, 5"])),
        bad(
            "a length and chunks (§6.1)",
            request(framing: [length, "Transfer-Encoding: chunked"], body: whole),
            [200, 400],
            stays: false
        ),
        bad("a body longer than the limit", request(framing: ["Content-Length: 10485760"]), [413]),
        bad(
            "a media type of forms",
            request(type: ["Content-Type: application/x-www-form-urlencoded"]),
            [415],
            stays: true
        ),
        ok("a media type with a parameter", request(type: ["Content-Type: application/json; charset=utf-8"])),
        ok("a media type in capitals", request(type: ["Content-Type: Application/JSON"])),
        bad("no media type", request(type: []), [415], stays: true),
        // RFC 9112 §7: chunks.
        ok("one chunk", chunked(whole)), ok("a size in capitals", chunked("1C\r\n\(body)\r\n0\r\n\r\n")),
        ok("zeros before a size", chunked("0000001c\r\n\(body)\r\n000\r\n\r\n")),
        ok("many small chunks", chunked(body.map { "1\r\n\($0)\r\n" }.joined() + "0\r\n\r\n")),
        ok("a chunk extension (§7.1.1)", chunked("1c;name=value\r\n\(body)\r\n0\r\n\r\n")),
        ok("a trailer (§7.1.2)", chunked("1c\r\n\(body)\r\n0\r\nX-Check: 1\r\n\r\n")),
        bad("a size that is no number", chunked("xyz\r\n\(body)\r\n0\r\n\r\n")),
        bad("an empty size", chunked("\r\n\(body)\r\n0\r\n\r\n")),
        bad("a size with a sign", chunked("+1c\r\n\(body)\r\n0\r\n\r\n")),
        bad("a size with a prefix", chunked("0x1c\r\n\(body)\r\n0\r\n\r\n")),
        bad("a size beyond 64 bits", chunked("fffffffffffffffff\r\n\(body)\r\n0\r\n\r\n"), [400, 413]),
        bad("a chunk without its line end", chunked("1c\r\n\(body)0\r\n\r\n")),
        bad(
            "gzip before chunked (§6.1)",
            request(framing: ["Transfer-Encoding: gzip, chunked"], body: whole),
            [400, 415, 501],
            fault: "W10"
        ),
        bad(
            "chunked that is not last (§6.3)",
            request(framing: ["Transfer-Encoding: chunked, identity"], body: whole),
            [400, 501]
        ),
        bad(
            "a transfer coding that is not known",
            request(framing: ["Transfer-Encoding: rot13"], body: whole),
            [400, 501]
        ),
        // RFC 9110: content, expectations, connection.
        bad("a gzip body (§8.4)", request(more: ["Content-Encoding: gzip"]), [415], fault: "W11"),
        ok("a body that says identity", request(more: ["Content-Encoding: identity"])),
        ok("an offer to upgrade (§7.8)", request(more: ["Connection: Upgrade", "Upgrade: h2c"])),
        ok("a client that closes (RFC 9112 §9.6)", request(more: ["Connection: close"]), stays: false),
        ok("HTTP/1.0", request("POST /endpoints/shop HTTP/1.0"), stays: false),
        ok("HTTP/1.0 without a Host", request("POST /endpoints/shop HTTP/1.0", host: []), stays: false),
        bad(
            "a wrong password",
            text(
                "POST /endpoints/shop HTTP/1.1",
                ["Host: a", "Authorization: Basic bm86bm8=", "Content-Type: application/json", length]
            ),
            [401]
        ),
        bad(
            "another scheme of credentials",
            text(
                "POST /endpoints/shop HTTP/1.1",
                ["Host: a", "Authorization: Bearer x", "Content-Type: application/json", length]
            ),
            [401]
        ),
        bad("an expectation that nobody knows (§10.1.1)", request(more: ["Expect: 200-ok"]), [200, 417]),
    ]

    @Test(arguments: cases)
    func `a request is answered as the specification says`(wanted: Case) async throws {
        if let fault = wanted.fault {
            await withKnownIssue("\(fault)") { try await check(wanted) }
        } else {
            try await check(wanted)
        }
    }

    private func check(_ wanted: Case) async throws {
        let daemon = try await SharedDaemon.daemon()
        let connection = try RawConnection(port: daemon.port)
        connection.send(wanted.bytes)
        let isHead = wanted.bytes.starts(with: Array("HEAD".utf8))
        let (bytes, _) = await connection.read(within: .seconds(8)) { seen in
            isHead ? seen.firstRange(of: Array("\r\n\r\n".utf8)) != nil : RawAnswer.isWhole(seen)
        }
        let line = String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self)
        let status = try #require(Int(line.split(separator: " ").dropFirst().first ?? ""), "no answer to: \(wanted)")
        #expect(wanted.statuses.contains(status), "\(wanted): \(line)")
        guard let stays = wanted.stays else { return }
        connection.send(Self.request())
        let (next, closed) = await connection.read(within: .seconds(8)) { RawAnswer($0) != nil }
        #expect((RawAnswer(next)?.status == 200) == stays, "\(wanted): \(closed)")
    }
}

extension RawAnswer {
    /// Whether the bytes hold a whole answer.
    fileprivate static func isWhole(_ bytes: [UInt8]) -> Bool { RawAnswer(bytes) != nil }
}
