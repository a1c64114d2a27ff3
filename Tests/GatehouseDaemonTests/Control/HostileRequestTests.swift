import ControlProtocol
import Foundation
import GatehouseDaemon
import GatehouseModel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `Hostile control requests` {
    struct Sample: CustomTestStringConvertible {
        var name: String
        var text: String
        var status: Int
        var kind: Problem.Kind?
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ status: Int, _ kind: Problem.Kind?) {
            self.name = name
            self.text = text
            self.status = status
            self.kind = kind
        }
    }

    private static func get(_ target: String, _ headers: String = "") -> String {
        "GET \(target) HTTP/1.1\r\nHost: local\r\n\(headers)\r\n"
    }

    private static func post(
        _ target: String,
        _ body: String,
        type: String = "application/json",
        key: Bool = true
    ) -> String {
        "POST \(target) HTTP/1.1\r\nHost: local\r\nContent-Type: \(type)\r\n"
            + (key ? "Idempotency-Key: k\r\n" : "") + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    }

    private static let decide = "/v1/approvals/decide"

    static let samples: [Sample] = [
        Sample("an unknown path", get("/v1/nothing"), 404, .notFound),
        Sample("no path", get("/"), 404, .notFound),
        Sample("a path above the root", get("/v1/../status"), 404, .notFound),
        Sample("a path with an empty part", get("/v1/calls/"), 404, .notFound),
        Sample("a wrong method", post("/v1/status", "{}"), 405, .methodNotAllowed),
        Sample("DELETE", "DELETE /v1/status HTTP/1.1\r\nHost: local\r\n\r\n", 405, .methodNotAllowed),
        Sample("a web page's origin", get("/v1/status", "Origin: http://evil.example\r\n"), 403, .notLocal),
        Sample("a web page's referrer", get("/v1/status", "Referer: http://evil.example\r\n"), 403, .notLocal),
        Sample("a browser's fetch", get("/v1/status", "Sec-Fetch-Site: cross-site\r\n"), 403, .notLocal),
        Sample("a foreign host", "GET /v1/status HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, .notLocal),
        Sample("an escape that is none", get("/v1/calls/%zz"), 400, .malformed),
        Sample("a path that is no UTF-8", get("/v1/calls/%ff"), 400, .malformed),
        Sample("a NUL in the path", get("/v1/calls/%00"), 400, .malformed),
        Sample("an unknown query item", get("/v1/calls?colour=red"), 400, .unknownField),
        Sample("a query item twice", get("/v1/calls?limit=1&limit=2"), 400, .malformed),
        Sample("a limit of nothing", get("/v1/calls?limit=0"), 400, .malformed),
        Sample("a limit beyond all", get("/v1/calls?limit=99999999999999999999"), 400, .malformed),
        Sample("a cursor of somebody's own", get("/v1/calls?cursor=AAAAAAAA"), 400, .badCursor),
        Sample("a filter that is none", get("/v1/calls?filter=%28%28"), 400, .badFilter),
        Sample(
            "a filter that is too long",
            get("/v1/calls?filter=" + String(repeating: "a", count: 2000)),
            400,
            .badFilter
        ),
        Sample(
            "a target that is too long",
            get("/v1/calls?filter=" + String(repeating: "a", count: 9000)),
            400,
            .malformed
        ),
        Sample("an unknown event type", get("/v1/events?types=weather"), 400, .malformed),
        Sample("a position that is none", get("/v1/events?after=yesterday"), 400, .malformed),
        Sample("no key", post(decide, "{}", key: false), 400, .keyRequired),
        Sample(
            "a form",
            post(decide, "items=x", type: "application/x-www-form-urlencoded"),
            415,
            .unsupportedMediaType
        ),
        Sample("not JSON", post(decide, "items"), 400, .malformed),
        Sample("JSON of the wrong shape", post(decide, "[]"), 400, .malformed),
        Sample("a member that is missing", post(decide, #"{"items":[]}"#), 400, .malformed),
        Sample("a member of the wrong type", post(decide, #"{"items":1,"verdict":"deny"}"#), 400, .malformed),
        Sample("a word that is none", post(decide, #"{"items":[],"verdict":"maybe"}"#), 400, .malformed),
        Sample("an unknown member", post(decide, #"{"items":[],"verdict":"deny","force":true}"#), 400, .unknownField),
        Sample(
            "an unknown member below",
            post(decide, #"{"items":[{"id":"x","now":1}],"verdict":"deny"}"#),
            400,
            .unknownField
        ),
        Sample("nothing to decide", post(decide, #"{"items":[],"verdict":"deny"}"#), 422, .invalid),
        Sample("deep nesting", post(decide, String(repeating: "[", count: 100_000)), 400, .malformed),
        Sample(
            "an entry that is none",
            post("/v1/lists/partners/entries", #"{"entries":[{"entry":"@"}]}"#),
            422,
            .invalid
        ),
        Sample(
            "a list that is not there",
            post("/v1/lists/nothing/entries", #"{"entries":[{"entry":"b.example"}]}"#),
            404,
            .notFound
        ),
        Sample(
            "a key with spaces",
            "POST /v1/approvals/undo HTTP/1.1\r\nHost: local\r\nIdempotency-Key: a b\r\nContent-Length: 0\r\n\r\n",
            422,
            .invalid
        ),
        Sample(
            "an If-Match that is none",
            "POST /v1/approvals/x/take HTTP/1.1\r\nHost: local\r\nIdempotency-Key: k\r\nIf-Match: 7\r\nContent-Length: 0\r\n\r\n",
            400,
            .malformed
        ),
        Sample("an If-Match nobody looks at", get("/v1/status", "If-Match: \"7\"\r\n"), 400, .malformed),
        Sample("a role that is none", get("/v1/status", "Gatehouse-Role: king\r\n"), 400, .malformed),
        Sample("bytes that are no HTTP", "\u{16}\u{03}\u{01}hello\r\n\r\n", 400, .malformed),
        Sample(
            "two lengths",
            "GET /v1/status HTTP/1.1\r\nHost: local\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            400,
            .malformed
        ),
        Sample(
            "a length and chunks",
            "POST /v1/status HTTP/1.1\r\nHost: local\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            400,
            .malformed
        ),
        Sample(
            "a header that is too long",
            get("/v1/status", "X: \(String(repeating: "a", count: 20_000))\r\n"),
            400,
            .malformed
        ),
        Sample("too many headers", get("/v1/status", (0..<200).map { "X\($0): a\r\n" }.joined()), 400, .malformed),
    ]

    @Test func `each hostile control request is answered with its problem, and the socket stays usable`() async throws {
        try await ControlHarness.run(.socket) { harness in
            for sample in Self.samples {
                let connection = try SocketConnection(path: harness.socketPath)
                connection.send(sample.text)
                let read = await connection.read(within: .seconds(10)) { RawAnswer($0) != nil }
                let answer = try #require(
                    RawAnswer(read.bytes),
                    "\(sample.name): \(String(decoding: read.bytes, as: UTF8.self))"
                )
                #expect(answer.status == sample.status, "\(sample.name): \(answer.body)")
                #expect(answer.headers["content-type"] == "application/problem+json", "\(sample.name)")
                #expect(answer.body.hasSuffix("\n"), "\(sample.name)")
                let problem = try ControlJSON.decoder().decode(Problem.self, from: Data(answer.body.utf8))
                #expect(problem.kind == sample.kind, "\(sample.name): \(problem.detail)")
                #expect(problem.status == answer.status, "\(sample.name)")
            }
            #expect(try await harness.client(.socket).send(GetStatus()).instance == "7f3a")
        }
    }

    @Test func `a control request with an oversized body is cut off`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let request = WireRequest(
                route: DecideApprovals.route,
                headers: ["content-type": "application/json", "idempotency-key": "k"],
                body: .bytes([UInt8](repeating: UInt8(ascii: " "), count: 3 << 20))
            )
            let reply = try await harness.transport(.socket).exchange(request)
            #expect(reply.status == 413)
        }
    }

    @Test func `a control request that waits for 100 Continue gets it`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let connection = try SocketConnection(path: harness.socketPath)
            let body = #"{"entries":[{"entry":"b.example"}]}"#
            connection.send(
                "POST /v1/lists/partners/entries HTTP/1.1\r\nHost: local\r\nExpect: 100-continue\r\n"
                    + "Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            )
            let first = await connection.read { RawAnswer($0) != nil }
            #expect(RawAnswer(first.bytes)?.status == 100)
            connection.send(body)
            let second = await connection.read { RawAnswer($0) != nil }
            #expect(RawAnswer(second.bytes)?.status == 200)
        }
    }

    @Test(arguments: [
        "", "GET /v1/status HTT", "POST /v1/approvals/decide HTTP/1.1\r\nHost: local\r\nContent-Length: 9\r\n\r\n{",
    ])
    func `a control request that never ends is disconnected`(start: String) async throws {
        var limits = ControlLimits()
        limits.idleTime = .milliseconds(200)
        limits.requestTime = .milliseconds(200)
        try await ControlHarness.run(.socket, limits: limits) { harness in
            let connection = try SocketConnection(path: harness.socketPath)
            connection.send(start)
            #expect(await connection.read(within: .seconds(10)).closed)
        }
    }

    @Test func `a connection beyond the limit gets 503 and is closed`() async throws {
        var limits = ControlLimits()
        limits.connections = 2
        try await ControlHarness.run(.socket, limits: limits) { harness in
            let first = try SocketConnection(path: harness.socketPath)
            let second = try SocketConnection(path: harness.socketPath)
            for connection in [first, second] {
                connection.send(Self.get("/v1/events"))
                #expect(await connection.read { !$0.isEmpty }.bytes.starts(with: "HTTP/1.1 200 ".utf8))
            }
            let third = try SocketConnection(path: harness.socketPath)
            let read = await third.read(within: .seconds(10))
            #expect(RawAnswer(read.bytes)?.status == 503)
            #expect(read.closed)
        }
    }

    @Test func `several control requests on one connection are answered in order`() async throws {
        try await ControlHarness.run(.socket) { harness in
            let connection = try SocketConnection(path: harness.socketPath)
            let head = "HEAD /v1/status HTTP/1.1\r\nHost: local\r\n\r\n"
            connection.send(Self.get("/v1/status") + Self.get("/v1/nothing") + head + Self.get("/v1/whoami"))
            let read = await connection.read { RawAnswer.all(in: $0).count == 4 }
            #expect(RawAnswer.all(in: read.bytes).map(\.status) == [200, 404, 405, 200])
        }
    }
}
