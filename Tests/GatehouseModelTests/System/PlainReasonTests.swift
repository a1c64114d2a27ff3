import Foundation
import GatehouseModel
import Testing

@Suite struct `The words for an error` {
    /// Whether a text has none of the phrases that people should not have to read.
    private func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.contains("couldn’t") && !text.contains("could not be completed")
            && !text.contains("Error Domain") && !text.contains("NSPOSIX") && !text.hasSuffix(".")
            && text.first?.isUppercase == false
    }

    @Test func `every error of the system has plain words`() {
        for code in Int32(1)...133 {
            let text = PlainReason.of(errno: code)
            #expect(isPlain(text) || text.contains("(system error \(code))"), "\(code): \(text)")
        }
    }

    @Test(arguments: [
        (CocoaError.Code.fileReadNoSuchFile, "there is no such file or directory"),
        (.fileNoSuchFile, "there is no such file or directory"), (.fileWriteOutOfSpace, "the disk is full"),
        (.fileReadNoPermission, "permission is denied"), (.fileWriteVolumeReadOnly, "the file system is read-only"),
    ])
    func `an error that Foundation reports has the words of the system`(code: CocoaError.Code, words: String) {
        #expect(PlainReason.of(CocoaError(code)) == words)
    }

    @Test func `the cause within a Foundation error is named`() {
        #expect(throws: (any Error).self) { try Data(contentsOf: URL(filePath: "/tmp")) }
        do { _ = try Data(contentsOf: URL(filePath: "/tmp")) } catch {
            #expect(isPlain(PlainReason.of(error)), "\(PlainReason.of(error))")
        }
        do { _ = try String(contentsOfFile: "/nowhere/x", encoding: .utf8) } catch {
            #expect(PlainReason.of(error) == "there is no such file or directory")
        }
        do {
            try FileManager.default.createDirectory(atPath: "/dev/null/x", withIntermediateDirectories: true)
        } catch {
            #expect(isPlain(PlainReason.of(error)), "\(PlainReason.of(error))")
        }
    }

    @Test func `a POSIX error has the words of the system`() {
        #expect(PlainReason.of(POSIXError(.EADDRINUSE)) == "another program uses the address")
        #expect(PlainReason.of(SystemError(ENOSPC)) == "the disk is full")
    }

    private struct Sample: Decodable {
        var numbers: [Int]
    }

    @Test(arguments: [#"{}"#, #"{"numbers":[1,"x"]}"#, #"{"numbers":null}"#, "nonsense", ""])
    func `a decoding error says where the document is wrong`(json: String) {
        do {
            _ = try JSONDecoder().decode(Sample.self, from: Data(json.utf8))
            Issue.record("it was read")
        } catch {
            let text = PlainReason.of(error)
            #expect(!text.contains("DecodingError") && !text.contains("Context("), "\(text)")
        }
    }
}
