import Glibc
import Testing

@testable import TerminalUI

@Suite struct `The plain terminal` {
    /// A terminal connected to two pipes.
    private final class Pipes {
        let terminal: PlainTerminal
        private var input: [Int32] = [-1, -1]
        private var output: [Int32] = [-1, -1]

        init() throws {
            try #require(pipe(&input) == 0 && pipe(&output) == 0)
            terminal = try PlainTerminal(input: input[0], output: output[1])
        }

        deinit { for end in input + output where end >= 0 { close(end) } }

        func type(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { write(input[1], $0.baseAddress, $0.count) } }

        func endInput() {
            close(input[1])
            input[1] = -1
        }

        /// What was printed, up to the line with the dot.
        func printed() -> String {
            var text = ""
            var bytes = [UInt8](repeating: 0, count: 65_536)
            while !text.hasSuffix("\n.\n"), case let count = read(output[0], &bytes, bytes.count), count > 0 {
                text += String(decoding: bytes[..<count], as: UTF8.self)
            }
            return text
        }
    }

    private func frame(_ rows: String...) -> Frame {
        var frame = Frame(size: Size(width: 40, height: rows.count))
        for (y, row) in rows.enumerated() { frame.write(SafeText(row), at: Point(x: 0, y: y)) }
        return frame
    }

    @Test func `borders and empty rows are left out`() {
        let lines = PlainTerminal.lines(
            of: frame("┌─ Lists ──────── 5 lists ─┐", "│▸  blocked      12,408  │", "│      │", "└────┘")
        )
        #expect(lines == ["Lists   5 lists", ">  blocked   12,408"])
    }

    @Test func `each input line is a command, the name of a key, or keys`() throws {
        let terminal = try Pipes().terminal
        #expect(
            terminal.keys(of: ":go x") == [
                .character(":"), .character("g"), .character("o"), .space, .character("x"), .enter,
            ]
        )
        #expect(terminal.keys(of: "enter") == [.enter])
        #expect(terminal.keys(of: "^D") == [.control("d")])
        #expect(terminal.keys(of: "2jj") == [.character("2"), .character("j"), .character("j")])
        #expect(terminal.keys(of: "") == [])
    }

    @Test func `the screen is printed once, then only changes, and all of it for an empty line`() throws {
        let pipes = try Pipes()
        _ = pipes.terminal.present(frame("one", "two"), in: .terminal)
        _ = try pipes.terminal.waitForEvents(for: nil)
        #expect(pipes.printed() == "one\ntwo\n.\n")
        pipes.type("j\n")
        #expect(try pipes.terminal.waitForEvents(for: nil) == [.key(.character("j"))])
        _ = pipes.terminal.present(frame("one", "three"), in: .terminal)
        _ = try pipes.terminal.waitForEvents(for: nil)
        #expect(pipes.printed() == "three\n.\n")
        pipes.type("\n")
        _ = try pipes.terminal.waitForEvents(for: nil)
        _ = try pipes.terminal.waitForEvents(for: nil)
        #expect(pipes.printed() == "one\nthree\n.\n")
    }

    @Test func `the end of the input ends the terminal after everything shown is printed`() throws {
        let pipes = try Pipes()
        _ = pipes.terminal.present(frame("last"), in: .terminal)
        pipes.endInput()
        #expect(throws: TerminalClosed.hangUp) { try pipes.terminal.waitForEvents(for: nil) }
        #expect(pipes.printed() == "last\n.\n")
    }

    @Test func `an endless line is cut`() throws {
        let pipes = try Pipes()
        for _ in 0..<4 {
            pipes.type(String(repeating: "x", count: 2_000))
            _ = try pipes.terminal.waitForEvents(for: .zero)
        }
        pipes.type("\n")
        #expect(try pipes.terminal.waitForEvents(for: .seconds(1)).count <= 4_096)
    }
}
