import Testing

@testable import TerminalUI

@Suite struct `Decoding input` {
    private func decode(_ text: String) -> [TerminalEvent] {
        var decoder = EventDecoder()
        return decoder.decode(text.unicodeScalars.map(RawEvent.scalar))
    }

    @Test(
        arguments: [
            ("a", [.character("a")]), ("\r", [.enter]), ("\t", [.tab]), ("\u{7F}", [.named(.backspace)]),
            ("\u{14}", [.control("t")]), ("\u{0}", [.control(" ")]), ("\u{1B}", [.escape]), ("\u{1B}x", [.alt("x")]),
            ("\u{1B}\u{1B}", [.escape, .escape]), ("é金", [.character("é"), .character("金")]),
        ] as [(String, [Key])]
    )
    func `keys are decoded`(text: String, keys: [Key]) {
        #expect(decode(text) == keys.map(TerminalEvent.key))
    }

    @Test(
        arguments: [
            "\u{1B}[99;5u", "\u{1B}[?64;1;2c", "\u{1B}]52;c;YQ==\u{07}", "\u{1B}]11;rgb:0/0/0\u{1B}\\",
            "\u{1B}P1$r0m\u{1B}\\", "\u{1B}Oz", "\u{1B}_x\u{9C}",
        ]
    )
    func `an unknown sequence is dropped completely`(text: String) {
        #expect(decode(text + "q") == [.key(.character("q"))])
    }

    @Test func `a paste is one event, whatever it contains`() {
        var decoder = EventDecoder()
        let inside = "q\u{1B}[A\r:quit".unicodeScalars.map(RawEvent.scalar)
        #expect(decoder.decode([.pasteBegin] + inside + [.pasteEnd]) == [.paste(Paste("q\u{1B}[A\n:quit"))])
    }

    @Test func `a paste may come in pieces`() {
        var decoder = EventDecoder()
        #expect(decoder.decode([.pasteBegin, .scalar("a")]).isEmpty)
        #expect(decoder.decode([.scalar("b"), .pasteEnd]) == [.paste(Paste("ab"))])
    }

    @Test func `a paste is limited and says that it was cut`() {
        var decoder = EventDecoder()
        let flood = Array(repeating: RawEvent.scalar("x"), count: Paste.limit + 10)
        let expected = Paste(String(repeating: "x", count: Paste.limit), isCut: true)
        #expect(decoder.decode([.pasteBegin] + flood + [.pasteEnd]) == [.paste(expected)])
    }

    @Test func `a paste without an end can be abandoned`() {
        var decoder = EventDecoder()
        _ = decoder.decode([.pasteBegin, .scalar("a")])
        #expect(decoder.endPaste() == .paste(Paste("a")))
        #expect(decoder.decode([.scalar("q")]) == [.key(.character("q"))])
    }

    @Test func `a paste without an end ends after a pause, and keys work again`() {
        var decoder = EventDecoder()
        let start = ContinuousClock.now
        #expect(decoder.decode([.pasteBegin, .scalar("a")], at: start).isEmpty)
        #expect(decoder.endStalePaste(at: start + .milliseconds(400)) == nil)
        #expect(decoder.patience(at: start + .milliseconds(400)) == .milliseconds(100))
        #expect(decoder.endStalePaste(at: start + .milliseconds(500)) == .paste(Paste("a")))
        #expect(decoder.patience(at: start + .milliseconds(600)) == nil)
        #expect(decoder.decode([.scalar("q")], at: start + .milliseconds(700)) == [.key(.character("q"))])
    }

    @Test func `a paste that paused too long ends before the next key`() {
        var decoder = EventDecoder()
        let start = ContinuousClock.now
        _ = decoder.decode([.pasteBegin, .scalar("a")], at: start)
        let events = decoder.decode([.scalar("q")], at: start + .seconds(2))
        #expect(events == [.paste(Paste("a")), .key(.character("q"))])
    }

    @Test func `keys that are typed one by one end a paste without an end mark`() {
        var decoder = EventDecoder()
        let start = ContinuousClock.now
        _ = decoder.decode([.pasteBegin], at: start)
        var events: [TerminalEvent] = []
        for beat in 1...5 { events += decoder.decode([.scalar("j")], at: start + .milliseconds(300 * beat)) }
        #expect(events == [.paste(Paste("jjj")), .key(.character("j")), .key(.character("j"))])
    }

    @Test func `a long paste in pieces stays one paste`() {
        var decoder = EventDecoder()
        let start = ContinuousClock.now
        var events = decoder.decode([.pasteBegin], at: start)
        for piece in 1...10 {
            events += decoder.decode([.scalar("a"), .scalar("b")], at: start + .milliseconds(400 * piece))
        }
        events += decoder.decode([.pasteEnd], at: start + .milliseconds(4200))
        #expect(events == [.paste(Paste(String(repeating: "ab", count: 10)))])
    }

    @Test func `input after an end mark is keys, and a second end mark is ignored`() {
        var decoder = EventDecoder()
        let events = decoder.decode([.pasteBegin, .scalar("x"), .pasteEnd, .scalar("a"), .scalar("y"), .pasteEnd])
        #expect(events == [.paste(Paste("x")), .key(.character("a")), .key(.character("y"))])
        #expect(RecordedTerminal().isBundle(events))
    }

    @Test(
        arguments: [
            ([.key(.character("a"))], false), ([.key(.character("a")), .key(.character("y"))], true),
            ([.paste(Paste("x")), .key(.character("a"))], true), ([.key(.enter), .focus(true)], false), ([], false),
        ] as [([TerminalEvent], Bool)]
    )
    func `several keys in one read form a group, and so does a key next to a paste`(
        events: [TerminalEvent],
        isOne: Bool
    ) {
        #expect(RecordedTerminal().isBundle(events) == isOne)
    }
}

@Suite struct `The frame rate` {
    private let start = ContinuousClock.now

    /// The number of frames in ten seconds of continuous data.
    private func frames(_ policy: FramePolicy) -> Int {
        var (policy, now, count) = (policy, start, 0)
        while now < start + .seconds(10) {
            policy.sent(at: now, took: .zero)
            count += 1
            now += policy.delay(at: now)
            guard count < 10_000 else { break }
        }
        return count
    }

    @Test(arguments: [(false, 100), (true, 50)])
    func `the frame rate is ten per second locally and five over a network`(isRemote: Bool, count: Int) {
        #expect(frames(FramePolicy(isRemote: isRemote)) == count + FramePolicy.burst - 1)
    }

    @Test func `a burst of frames may follow a quiet period at once`() {
        var policy = FramePolicy(isRemote: false)
        for _ in 0..<FramePolicy.burst {
            #expect(policy.delay(at: start) == .zero)
            policy.sent(at: start, took: .zero)
        }
        #expect(policy.delay(at: start) == .milliseconds(100))
        #expect(policy.delay(at: start + .milliseconds(100)) == .zero)
    }

    @Test func `data waits for at most one interval, however many keys were drawn`() {
        var policy = FramePolicy(isRemote: true)
        for _ in 0..<100 { policy.sent(at: start, took: .zero) }
        #expect(policy.delay(at: start) == .milliseconds(200))
    }

    @Test func `there is no burst while the connection is slow`() {
        var policy = FramePolicy(isRemote: false)
        policy.sent(at: start, took: .milliseconds(80))
        #expect(policy.delay(at: start) == .milliseconds(200))
    }

    @Test func `the frame rate halves on a slow connection and recovers gradually`() {
        var policy = FramePolicy(isRemote: false)
        policy.sent(at: start, took: .milliseconds(80))
        #expect(policy.interval == .milliseconds(200))
        policy.sent(at: start, took: .milliseconds(1))
        #expect(policy.interval == .milliseconds(180))
    }

    @Test func `the frame rate never falls below one frame in two seconds`() {
        var policy = FramePolicy(isRemote: false)
        for _ in 0..<20 { policy.sent(at: start, took: .seconds(1)) }
        #expect(policy.interval == .seconds(2))
    }
}

@Suite struct `Control strings` {
    @Test func `the clipboard receives only base64 of the safe text`() {
        let bytes = ControlString.clipboard(SafeText("a\u{1B}"), for: "xterm-256color")
        #expect(bytes == Array("\u{1B}]52;c;YeKQmw==\u{07}".utf8))
    }

    @Test func `the clipboard refuses text that terminals would cut`() {
        let text = SafeText(String(repeating: "金", count: 16_000)) + SafeText(String(repeating: "金", count: 16_000))
        #expect(ControlString.clipboard(text, for: "xterm") == nil)
        #expect(!text.fitsClipboard)
    }

    @Test(arguments: ["linux", "vt100", "dumb", ""])
    func `terminals that might print control strings receive none`(type: String) {
        #expect(ControlString.title("t", for: type) == nil)
        #expect(ControlString.clipboard("t", for: type) == nil)
    }

    @Test func `attribute bits are the same as in the C code`() {
        #expect(Attributes.matchTheTerminal)
    }
}
