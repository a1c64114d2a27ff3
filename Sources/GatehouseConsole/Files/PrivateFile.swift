import Foundation
import GatehouseModel
import Glibc

/// Files that only the user may read.
enum PrivateFile {
    struct Failure: Error { let reason: String }

    /// Writes a new file with mode 0600; never overwrites an existing one.
    static func create(_ path: String, _ contents: String) throws(Failure) {
        try write(Array(contents.utf8), to: path, flags: O_CREAT | O_EXCL | O_WRONLY)
    }

    /// Replaces a file in one step, so that readers see either the old or the new one.
    static func replace(_ path: String, _ contents: String) throws(Failure) {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch { throw Failure(reason: PlainReason.of(error)) }
        let draft = path + ".new"
        try write(Array(contents.utf8), to: draft, flags: O_CREAT | O_TRUNC | O_WRONLY)
        guard rename(draft, path) == 0 else { throw Failure(reason: reason()) }
    }

    /// Creates a file in its own folder (mode 0700) for a program that runs next.
    static func temporary(_ contents: String, name: String = "detail.txt") throws(Failure) -> String {
        let directory = URL(fileURLWithPath: NSTemporaryDirectory()).path
        var template = Array("\(directory)/gatehouse-XXXXXX".utf8CString)
        guard let folder = mkdtemp(&template).map({ String(cString: $0) }) else { throw Failure(reason: reason()) }
        let path = folder + "/" + name
        try create(path, contents)
        return path
    }

    /// The text of a file of at most `limit` bytes.
    static func read(_ path: String, limit: Int) throws(Failure) -> String {
        do throws(FileProblem) {
            return try BoundedFile.text(path, limit: limit)
        } catch {
            throw Failure(reason: error.reason)
        }
    }

    /// Removes the file that `temporary` created, and the backup that an editor left.
    static func removeTemporary(_ path: String) {
        unlink(path)
        unlink(path + "~")
        rmdir((path as NSString).deletingLastPathComponent)
    }

    private static func write(_ bytes: [UInt8], to path: String, flags: Int32) throws(Failure) {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(reason: reason()) }
        defer { close(descriptor) }
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw Failure(reason: reason()) }
            sent += count
        }
    }

    private static func reason() -> String { SystemError.last.description }
}

extension SavedState {
    /// Reads the state saved by an earlier console; empty if there is none or it is invalid.
    static func read(from path: String) -> SavedState {
        guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 20,
            let saved = try? JSONDecoder().decode(SavedState.self, from: data)
        else { return SavedState() }
        return saved
    }

    func write(to path: String) throws(PrivateFile.Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let data = try? encoder.encode(self) else { return }
        try PrivateFile.replace(path, String(decoding: data, as: UTF8.self))
    }
}
