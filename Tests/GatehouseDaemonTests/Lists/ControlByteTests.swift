import ControlProtocol
import GatehouseDaemon
import GatehouseModel
import Testing

/// Bytes that an editor does not show.
enum ControlBytes {
    /// All of them except those that make a line blank or end it.
    static let notBlank: [UInt8] = (0x00...0x1F).filter { ![0x09, 0x0A, 0x0D].contains($0) } + [0x7F]

    /// A control byte alone on a line, doubled, and among blanks.
    static func lines(of byte: UInt8) -> [[UInt8]] {
        [[byte], [byte, byte], [0x20, byte], [byte, 0x20], [0x09, byte, 0x09, 0x20], [byte, 0x0D], [0x0D, byte]]
    }

    static let blankLines: [[UInt8]] = [
        [], [0x20], [0x09], [0x0D], [0x20, 0x20, 0x09], [0x09, 0x0D, 0x20], [0x0D, 0x0D],
    ]

    /// A file of these lines.
    static func file(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [0x0A])) + [0x0A] }
}

@Suite struct `A line of control bytes in an import` {
    private let fixture: BookFixture

    init() throws { fixture = try BookFixture() }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private func isRefused(_ lines: [[UInt8]], _ format: ImportOptions.Format, line: Int) async throws {
        let report = try await fixture.importing(ControlBytes.file(lines), format)
        #expect(report.bad.map(\.line) == [line], "\(lines)")
        #expect(report.change == nil, "\(lines)")
        #expect(try await fixture.shown().isEmpty, "\(lines)")
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is a bad line of a plain list`(byte: UInt8) async throws {
        for line in ControlBytes.lines(of: byte) {
            try await isRefused([bytes("a.example"), line, bytes("b.example")], .lines, line: 2)
        }
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is a bad line of a CSV file with one column`(byte: UInt8) async throws {
        for line in ControlBytes.lines(of: byte) {
            try await isRefused([bytes("entry"), bytes("a.example"), line], .csv, line: 3)
        }
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is a bad line of a CSV file with several columns`(byte: UInt8) async throws {
        for line in ControlBytes.lines(of: byte) {
            try await isRefused([bytes("entry,owner"), line, bytes("a.example,anna")], .csv, line: 2)
        }
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is not a header of a CSV file`(byte: UInt8) async throws {
        for line in ControlBytes.lines(of: byte) {
            try await isRefused([line, bytes("entry"), bytes("a.example")], .csv, line: 1)
        }
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is not a comment`(byte: UInt8) async throws {
        try await isRefused([bytes("a.example"), [byte] + bytes("# note")], .lines, line: 2)
    }

    @Test func `a line of control bytes is reported as having only control characters`() async throws {
        let report = try await fixture.importing([0x00, 0x0A])
        #expect(report.bad.map(\.detail) == ["the line has only control characters; delete it"])
    }

    @Test func `a line of control bytes is bad, and a blank line is skipped`() async throws {
        let lines = try await fixture.importing(ControlBytes.file(ControlBytes.blankLines + [bytes("a.example")]))
        #expect((lines.badLines, lines.added) == (0, 1))
        let file = ControlBytes.blankLines + [bytes("entry,owner")] + ControlBytes.blankLines + [bytes("b.example,")]
        let rows = try await fixture.importing(ControlBytes.file(file), .csv)
        #expect((rows.badLines, rows.added) == (0, 1))
    }
}
