import ControlProtocol
import GatehouseModel
import PolicyEngine
import Testing

@testable import GatehouseDaemon

@Suite struct `A line of control bytes in a table's file`: TableTesting {
    let scratch = Scratch()
    let store: StateStore
    private let plain = PolicyTable(name: "customers", key: "code", keyKind: .text)

    init() throws { store = try StateStore(path: scratch.file("state.db"), durability: .relaxed) }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(arguments: ControlBytes.notBlank, ["code", "code,tier"])
    func `a line of control bytes is a bad line of a table's file`(byte: UInt8, header: String) async throws {
        let book = try book([plain])
        for line in ControlBytes.lines(of: byte) {
            let report = try await load(ControlBytes.file([bytes(header), line]), into: book)
            #expect(report.bad.map(\.line) == [2], "\(line)")
            #expect(report.table.rows == 0, "\(line)")
        }
    }

    @Test(arguments: ControlBytes.notBlank)
    func `a line of control bytes is not a header of a table's file`(byte: UInt8) async throws {
        let book = try book([plain])
        for line in ControlBytes.lines(of: byte) {
            let error = await #expect(throws: StateError.self) {
                try await load(ControlBytes.file([line, bytes("code"), bytes("x")]), into: book)
            }
            #expect(error?.description == "line 1: the line has only control characters; delete it", "\(line)")
        }
    }

    @Test func `a line of control bytes is bad, and a blank line in a table's file is skipped`() async throws {
        let file = ControlBytes.blankLines + [bytes("code")] + ControlBytes.blankLines + [bytes("x")]
        let report = try await load(ControlBytes.file(file), into: try book([plain]))
        #expect((report.badLines, report.table.rows) == (0, 1))
    }
}
