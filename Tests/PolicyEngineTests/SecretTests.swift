import Foundation
import PolicyEngine
import Testing

@Suite struct `A secret` {
    /// Writes a file into a temporary directory and passes the directory to `check`.
    func withFile(_ bytes: [UInt8], mode: Int = 0o600, _ check: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "secret-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "s").path
        #expect(
            FileManager.default.createFile(atPath: file, contents: Data(bytes), attributes: [.posixPermissions: mode])
        )
        try check(folder.path)
    }

    func refusal(in directory: String) -> String? {
        do {
            _ = try SecretSource.file("s").resolve(relativeTo: directory)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `a secret never prints its text`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(SecretSource.literal(secret), to: &dumped)
        #expect(!"\(secret) \(String(reflecting: [secret])) \(dumped)".contains("hunter2"))
    }

    @Test func `a secret is read from a file without its line end`() throws {
        try withFile(Array("p w\n".utf8)) { directory in
            let secret = try SecretSource.file("s").resolve(relativeTo: directory)
            #expect(secret == Secret("p w"))
        }
        try withFile(Array("pw\r\n".utf8)) { directory in
            let secret = try SecretSource.file(directory + "/s").resolve(relativeTo: "/nowhere")
            #expect(secret == Secret("pw"))
        }
    }

    @Test func `a secret that everyone can read is refused`() throws {
        try withFile(Array("pw".utf8), mode: 0o644) { directory in
            #expect(
                refusal(in: directory)?.contains("can be read by every user of this machine; run: chmod o-rwx") == true
            )
        }
    }

    @Test func `an empty secret is refused`() throws {
        try withFile([10]) { #expect(refusal(in: $0)?.hasSuffix("is empty; put the secret there") == true) }
    }

    @Test func `a secret that is not text is refused`() throws {
        try withFile([0xFF, 0xFE]) { #expect(refusal(in: $0)?.contains("is no UTF-8 text") == true) }
    }

    @Test func `a secret that is too long is refused`() throws {
        try withFile(Array(repeating: 97, count: 4097)) {
            #expect(refusal(in: $0)?.contains("longer than 4096") == true)
        }
        try withFile(Array(repeating: 97, count: 4096) + [10]) { #expect(refusal(in: $0) == nil) }
    }

    @Test(arguments: [
        ("\u{FEFF}pw", "U+FEFF"), ("\u{FEFF}pw\r\n", "U+FEFF"), ("pw\n\n", "more than one line"),
        ("pw\r\n\r\n", "more than one line"), ("p\nw", "more than one line"), ("pw\r", "more than one line"),
        (" pw\n", "starts with a space"), ("pw \n", "ends with a space"), ("\tpw", "U+0009"), ("pw\u{A0}", "U+00A0"),
        ("pw\u{200B}\n", "U+200B"), ("\u{2028}pw", "U+2028"), ("p\u{0}w", "U+0000"), ("p\u{7F}w", "U+007F"),
        ("p\u{85}w", "U+0085"), ("\n", "is empty"), ("\r\n", "is empty"), ("\n\n", "more than one line"),
        (" ", "starts with a space"),
    ])
    func `a secret with invisible characters that cannot be meant is refused by name`(
        text: String,
        fault: String
    ) throws {
        try withFile(Array(text.utf8)) { directory in
            let problem = try #require(refusal(in: directory))
            #expect(problem.contains(fault), "\(problem)")
            #expect(!problem.contains("pw"))
        }
    }

    @Test(arguments: ["a:b", "prob\u{E9}", "probe\u{301}", "p w", "p\u{A0}w", "=1+1", "🗝️", "p\u{200D}w"])
    func `a secret may have any other text, and is kept as it is`(text: String) throws {
        try withFile(Array((text + "\r\n").utf8)) { directory in
            let secret = try SecretSource.file("s").resolve(relativeTo: directory)
            #expect(Array(secret.revealed.utf8) == Array(text.utf8))
        }
    }

    @Test(arguments: ["\n", "\r\n"])
    func `a key in PEM form keeps its lines`(lineEnd: String) throws {
        let lines = ["-----BEGIN PRIVATE KEY-----", "AAAA", "BBBB", "-----END PRIVATE KEY-----"]
        let key = lines.joined(separator: lineEnd)
        try withFile(Array((key + lineEnd).utf8)) { directory in
            let secret = try SecretSource.file("s").resolve(relativeTo: directory)
            #expect(secret.revealed == key)
        }
    }

    @Test func `a missing secret is refused`() {
        #expect(refusal(in: "/nowhere")?.contains("there is no such file or directory") == true)
    }

    @Test func `a directory in place of a secret is refused`() {
        let source = SecretSource.file("/tmp")
        #expect(throws: SecretProblem.self) { try source.resolve(relativeTo: "/") }
    }

    @Test func `a secret can be read from the environment`() throws {
        #expect(try SecretSource.environment("PATH").resolve(relativeTo: "/") != Secret(""))
        #expect(throws: SecretProblem.self) {
            try SecretSource.environment("GATEHOUSE_NO_SUCH").resolve(relativeTo: "/")
        }
    }
}
