internal import Foundation
import GatehouseModel

/// The journal's directory: `000001.db`, `000002.db`, …; `000001.slim.db` once the bodies are wiped; `….damaged` for
/// files that were set aside.
struct SegmentDirectory: Sendable {
    let path: String
    let durability: Durability

    /// Creates the directory if necessary, readable only by the daemon.
    init(_ path: String, durability: Durability) throws(StorageFailure) {
        self.path = path
        self.durability = durability
        try FileSystem.createPrivateDirectory(path)
    }

    /// The existing segments, oldest first, each once.
    ///
    /// Leftovers of an interrupted wipe are removed: an unfinished copy, or the original if its copy is complete.
    func segments() throws(StorageFailure) -> [(number: Int, isSlim: Bool)] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw .inaccessible("\(path): \(PlainReason.of(error))")
        }
        for name in names where name.hasSuffix(".new") {
            try? FileManager.default.removeItem(atPath: path + "/" + name)
        }
        let found = Self.segments(among: names)
        for (number, isSlim) in found where isSlim { remove(file(number)) }
        return found
    }

    /// The segments among a directory's file names, oldest first, each once.
    static func segments(among names: [String]) -> [(number: Int, isSlim: Bool)] {
        let slim = Set(names.compactMap { number(of: $0, suffix: ".slim.db") })
        let whole = Set(names.compactMap { number(of: $0, suffix: ".db") })
        return slim.union(whole).sorted().map { ($0, slim.contains($0)) }
    }

    func file(_ number: Int, isSlim: Bool = false) -> String { path + "/" + Self.name(number, isSlim: isSlim) }

    /// The name of a segment's file.
    static func name(_ number: Int, isSlim: Bool = false) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        return padded + (isSlim ? ".slim.db" : ".db")
    }

    /// A new, empty segment, open for writing.
    func create(_ number: Int) throws -> Segment {
        let segment = try Segment.writable(number, at: file(number), durability: durability)
        try FileSystem.sync(directory: path)
        return segment
    }

    /// Removes a closed segment's files.
    func remove(_ file: String) {
        for suffix in ["-wal", "-shm", ""] { try? FileManager.default.removeItem(atPath: file + suffix) }
    }

    /// Renames a damaged segment's files to keep them for inspection. Returns the new name.
    func setAside(_ file: String) -> String {
        var target = file + ".damaged"
        var attempt = 1
        while FileManager.default.fileExists(atPath: target) {
            attempt += 1
            target = file + ".\(attempt).damaged"
        }
        try? FileManager.default.moveItem(atPath: file, toPath: target)
        try? FileManager.default.moveItem(atPath: file + "-wal", toPath: target + "-wal")
        try? FileManager.default.removeItem(atPath: file + "-shm")
        try? FileSystem.sync(directory: path)
        return target
    }

    private static func number(of name: String, suffix: String) -> Int? {
        guard name.hasSuffix(suffix) else { return nil }
        let digits = name.dropLast(suffix.count)
        guard digits.count >= 6, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(digits)
    }
}
