import ControlProtocol
import Foundation
import GatehouseModel
import Testing

/// Compares the fast scanner of call events with `JSONDecoder`, which is the reference.
@Suite struct `The scanner of call events` {
    private static let start = Timestamp("2026-11-23T14:02:10.084Z") ?? Timestamp(milliseconds: 0)

    private func decoded(_ line: String) -> Event? {
        try? ControlJSON.decoder().decode(Event.self, from: Data(line.utf8))
    }

    private func scanned(_ line: String) -> Event? { CallEventScanner.event(on: Array(line.utf8)[...]) }

    private func line(_ event: Event) throws -> String {
        String(decoding: try ControlJSON.encoder().encode(event), as: UTF8.self)
    }

    private func event(_ dice: inout SystemRandomNumberGenerator) -> Event {
        func text() -> String {
            let alphabet = Array("abcXYZ019 .:-@é金\u{202E}\u{1F600}\u{7F}\u{85}") + ["ß", "\u{0301}"]
            return String(
                (0..<Int.random(in: 0...40, using: &dice)).map { _ in alphabet.randomElement(using: &dice) ?? "a" }
            )
        }
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &dice) ? value : nil }
        let time = Timestamp(milliseconds: Int64.random(in: 0..<4_000_000_000_000, using: &dice))
        let call = CallSummary(
            id: CallID(at: time, using: &dice),
            time: time,
            direction: Bool.random(using: &dice) ? .inbound : .outbound,
            endpoint: text(),
            dialect: DialectName.allCases.randomElement(using: &dice),
            step: maybe(Step.allCases.randomElement(using: &dice) ?? .postFederation),
            outcome: Outcome.allCases.randomElement(using: &dice) ?? .failed,
            status: Int.random(in: 0...600, using: &dice),
            email: maybe(text()),
            issuer: maybe(text()),
            tookMs: Double(Int.random(in: 0...5_000_000, using: &dice)) / 1000,
            decidedBy: Decider(rawValue: text()),
            retryOf: maybe(CallID(at: time, using: &dice)),
            matched: maybe((0..<Int.random(in: 0...3, using: &dice)).map { _ in text() })
        )
        return Event(sequence: Int64.random(in: 0..<1 << 40, using: &dice), time: time, body: .call(call))
    }

    @Test func `the scanner reads every member that the encoder writes`() throws {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let event = event(&dice)
            let line = try line(event)
            #expect(scanned(line) == event, "\(line)")
            #expect(decoded(line) == event, "\(line)")
        }
    }

    @Test func `the scanner agrees with JSONDecoder or leaves the line to it, however a line is changed`() throws {
        var dice = SystemRandomNumberGenerator()
        let pieces = [
            "\"", "\\", ",", "{", "}", ":", "null", "1e3", "-1", "0", "00", " ", "\"id\":\"\",", "\u{0}", "[", "]",
            "true", "\"matched\":[\"a\",\"b\"],",
        ]
        for _ in 0..<4_000 {
            var bytes = Array(try line(event(&dice)).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &dice) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: (pieces.randomElement(using: &dice) ?? "").utf8, at: place)
                default: bytes.removeLast(min(bytes.count - 1, place))
                }
            }
            guard let quick = CallEventScanner.event(on: bytes[...]) else { continue }
            let slow = try? ControlJSON.decoder().decode(Event.self, from: Data(bytes))
            #expect(quick == slow, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    private static let plain = #"""
        {"call":{"code":"9ABC-DEFG","decided_by":"default","direction":"inbound","endpoint":"e","id":"0193591f-2a54-7abc-8def-0123456789ab","outcome":"continue","status":200,"time":"2026-11-23T14:02:10.084Z","took_ms":1.5},"sequence":7,"time":"2026-11-23T14:02:10.084Z","type":"call"}
        """#

    @Test func `the scanner reads a plain line`() {
        #expect(scanned(Self.plain) != nil)
        #expect(scanned(Self.plain) == decoded(Self.plain))
    }

    @Test(arguments: [
        ("\"status\":200", "\"status\":2e2"), ("\"status\":200", "\"status\":0200"),
        ("\"took_ms\":1.5", "\"took_ms\":1.23456789"), ("\"endpoint\":\"e\"", "\"endpoint\":\"\\u0065\""),
        ("\"endpoint\":\"e\"", "\"endpoint\":\"e\",\"endpoint\":\"f\""), ("\"sequence\":7", "\"sequence\": 7"),
        ("\"type\":\"call\"", "\"type\":\"call\",\"new\":1"), ("\"type\":\"call\"", "\"type\":\"calls\""),
        ("\"took_ms\":1.5", "\"took_ms\":-1.5"), ("11-23T", "02-30T"), ("\"endpoint\":\"e\"", "\"endpoint\":null"),
        ("\"sequence\":7", "\"sequence\":99999999999999999999"),
    ])
    func `the scanner leaves unusual lines to JSONDecoder`(part: String, other: String) {
        #expect(scanned(Self.plain.replacing(part, with: other)) == nil)
    }

    @Test func `the scanner reads only calls`() throws {
        let heartbeat = Event(sequence: 1, time: Self.start, body: .heartbeat)
        #expect(scanned(try line(heartbeat)) == nil)
        #expect(scanned("") == nil)
    }
}
