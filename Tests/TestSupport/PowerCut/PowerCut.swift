package import Foundation

/// Changes files to a state that a power cut could have left.
///
/// Reverts all writes that no sync has confirmed, in reverse order. Then repeats a random part of them in order, some
/// cut at a sector or a byte. Shared-memory files are deleted, because they exist only in memory.
package enum PowerCut {
    /// How much of the unconfirmed writes survives.
    package enum Severity: Sendable, CaseIterable {
        /// None of it.
        case everythingLost
        /// Each write independently, with even chance.
        case scattered
        /// All up to some point, the last one torn.
        case cutOff
    }

    /// Applies the log to the files that it names. Returns how many writes were lost.
    ///
    /// - Parameter random: decides what survives; use a seed, so that a failure can be repeated.
    @discardableResult
    package static func strike(
        log: URL,
        directory: URL,
        severity: Severity,
        using random: inout some RandomNumberGenerator
    ) throws -> Int {
        var lost = 0
        for (path, changes) in try PowerCutLog(at: log).unconfirmed.sorted(by: { $0.key < $1.key })
        where FileManager.default.fileExists(atPath: path) {
            var file = try Image(path: path)
            for change in changes.reversed() { file.undo(change) }
            let end = Int.random(in: 0...changes.count, using: &random)
            for (index, change) in changes.enumerated() {
                let survives =
                    switch severity {
                    case .everythingLost: false
                    case .scattered: Bool.random(using: &random)
                    case .cutOff: index < end
                    }
                let isTorn =
                    survives && (severity == .scattered ? Int.random(in: 0..<4, using: &random) == 0 : index == end - 1)
                if survives { file.redo(isTorn ? change.torn(using: &random) : change) } else { lost += 1 }
            }
            try file.save()
        }
        try removeSharedMemory(in: directory)
        try? FileManager.default.removeItem(at: log)
        return lost
    }

    private static func removeSharedMemory(in directory: URL) throws {
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        for name in names where name.hasSuffix("-shm") {
            try FileManager.default.removeItem(at: directory.appending(path: name))
        }
    }

    /// A file's content during the reconstruction.
    private struct Image {
        let path: String
        var bytes: [UInt8]

        init(path: String) throws {
            self.path = path
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        }

        mutating func undo(_ change: PowerCutLog.Change) {
            switch change {
            case .write(let offset, _, let old, let oldSize):
                put(old, at: offset)
                resize(oldSize)
            case .truncate(let size, let oldSize, let tail):
                resize(oldSize)
                put(tail, at: size)
            }
        }

        mutating func redo(_ change: PowerCutLog.Change) {
            switch change {
            case .write(let offset, let new, _, _): put(new, at: offset)
            case .truncate(let size, _, _): resize(size)
            }
        }

        func save() throws { try Data(bytes).write(to: URL(filePath: path)) }

        private mutating func put(_ part: [UInt8], at offset: Int) {
            guard !part.isEmpty else { return }
            if bytes.count < offset + part.count { resize(offset + part.count) }
            bytes.replaceSubrange(offset..<offset + part.count, with: part)
        }

        private mutating func resize(_ size: Int) {
            if bytes.count > size {
                bytes.removeLast(bytes.count - size)
            } else {
                bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
            }
        }
    }
}

extension PowerCutLog.Change {
    /// Only the first part of a write: up to a sector, or to any byte.
    fileprivate func torn(using random: inout some RandomNumberGenerator) -> PowerCutLog.Change {
        guard case .write(let offset, let new, let old, let oldSize) = self, !new.isEmpty else { return self }
        let byte = Int.random(in: 0..<new.count, using: &random)
        let length = Bool.random(using: &random) ? byte / 512 * 512 : byte
        return .write(offset: offset, new: Array(new[..<length]), old: old, oldSize: oldSize)
    }
}
