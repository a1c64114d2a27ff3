import Foundation
import TestSupport
import Testing

@Suite struct `The lint` {
    private func lint(_ line: String, in folder: String? = nil) async throws -> Program.Result {
        let directory = try TemporaryDirectory()
        if let folder {
            try FileManager.default.createDirectory(
                atPath: directory.path + "/" + folder,
                withIntermediateDirectories: true
            )
        }
        let file = (folder.map { $0 + "/" } ?? "") + "Sample.swift"
        return try await Program.run(
            Repository.root + "/scripts/lint",
            [try directory.write("func sample() {\n    \(line)\n}\n", to: file)]
        )
    }

    @Test(arguments: [
        "try! open()", "let a = b as! C", "fatalError(\"x\")", "preconditionFailure()", "assertionFailure()",
        "precondition(a > 0)", "let a = b!", "b!.c()", "b![0]", "f(b!)", "f()!", "f(\"\\(b!)\")", "x.unsafelyUnwrapped",
        "print(a)", "Swift.print(a)", "debugPrint(a)", "dump(a)", "fputs(a, stderr)", "puts(a)",
        "FileHandle.standardError.write(a)", "let a = UInt8(b)", "f(Int32(b.count))", "UInt16(a + b)", "UInt64(-a)",
        "UInt(b)", "CInt(b)", "Int(b.rounded())", "Int64(a * 1.5)", "Int(Double(a) * b)", "Int64(call.tookMs)",
        "socklen_t(a)", "let a = \"\\(UInt8(b))\"", "print(a) // safe:",
    ])
    func `the lint finds code that can end the process or hide a failure`(line: String) async throws {
        let result = try await lint(line)
        #expect(result.status == 1)
        #expect(result.output.contains("Sample.swift:2: "), "\(result.output)")
    }

    @Test(arguments: [
        "try open()", "let a = b as? C", "if a != b {}", "if !a {}", "guard let a else { return }",
        "// print(a) and b! are words here", "let a = \"b! print(a) as! C\"", "let a = #\"x! \"y\" print(\"#",
        "UInt8(exactly: a)", "Int32(clamping: a)", "UInt16(truncatingIfNeeded: a)", "Int(nearest: a)",
        "UInt8(ascii: \"a\")", "UInt64(bitPattern: a)", "Int(a)", "Int64(text)", "UInt32(digits, radix: 16)",
        "rows.print(a)", "mutating func print(_ a: Int) {}", "Int16(POLLIN)", "b! // safe: it was set above",
        "UInt8(200)",
    ])
    func `the lint accepts code that does neither`(line: String) async throws {
        let result = try await lint(line)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `the lint accepts a reason on the line above for the next line only`() async throws {
        #expect(try await lint("// safe: it was set above\n    b!\n    let c = 1").status == 0)
        #expect(try await lint("// safe: it was set above\n    b!\n    c!").output.contains(":4: "))
    }

    @Test(arguments: ["import GRDB", "internal import GRDBSQLite", "sqlite3_step(handle)"])
    func `the lint finds a database library outside the storage and the journal`(line: String) async throws {
        let result = try await lint(line, in: "Sources/GatehouseDaemon/Lists")
        #expect(result.output.contains("Sample.swift:2: only Storage and Journal"), "\(result.output)")
    }

    @Test(arguments: ["Storage", "Journal", "Storage/Parts"])
    func `the lint lets the storage and the journal use a database library`(folder: String) async throws {
        let result = try await lint("package import GRDB", in: "Sources/GatehouseDaemon/" + folder)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test func `the lint finds nothing in the sources`() async throws {
        let result = try await Program.run(Repository.root + "/scripts/lint", [])
        #expect(result.status == 0, "\(result.output)")
    }
}
