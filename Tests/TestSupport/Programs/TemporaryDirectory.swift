import Foundation
import Synchronization

/// A directory with a short path, because sockets live in it. It is removed when nobody refers to it any more, or when
/// the tests end.
package final class TemporaryDirectory: Sendable {
    package let path: String

    private static let existing = Mutex<Set<String>>([])
    private static let removingAtExit: Void = {
        atexit { TemporaryDirectory.removeAll() }
    }()

    package init() throws {
        _ = Self.removingAtExit
        var template = Array("/tmp/gatehouse-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TimedOut("a temporary directory in /tmp") }
        let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.path = path
        Self.existing.withLock { _ = $0.insert(path) }
    }

    deinit {
        let path = path
        Self.existing.withLock { _ = $0.remove(path) }
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func removeAll() {
        for path in existing.withLock(\.self) { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Writes a file and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(filePath: file))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        return file
    }
}
