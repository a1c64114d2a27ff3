internal import GRDB

/// Why a store cannot be opened or written: a fault of the storage, never of the caller.
package enum StorageFailure: Error, Sendable, Hashable {
    /// The disk, or the limit set for the file, is full. Reading still works; writing works again once there is room.
    case full(String)
    /// A read or write of the file failed.
    case inputOutput(String)
    /// An fsync failed. Nothing more is written, because a second fsync may report success for data that is lost.
    case syncFailed(String)
    /// The file is damaged or not a database.
    case damaged(String)
    /// The file cannot be opened or written: permissions, a missing directory, a read-only file system.
    case inaccessible(String)
    /// The file system, or a setting of the file, does not allow SQLite to guarantee durability.
    case unsuitable(String)
    /// Another process holds the file's lock.
    case busy(String)
    /// The queue was closed before the work was done.
    case closed
}

extension StorageFailure {
    /// The failure behind `error` if the storage caused it; nil for others, such as a constraint or a wrong statement.
    init?(_ error: any Error) {
        if let failure = error as? StorageFailure {
            self = failure
            return
        }
        guard let error = error as? DatabaseError else { return nil }
        let text = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
        switch (error.resultCode, error.extendedResultCode) {
        case (.SQLITE_FULL, _): self = .full(text)
        case (_, .SQLITE_IOERR_FSYNC), (_, .SQLITE_IOERR_DIR_FSYNC): self = .syncFailed(text)
        case (.SQLITE_IOERR, _), (.SQLITE_NOMEM, _): self = .inputOutput(text)
        case (.SQLITE_CORRUPT, _), (.SQLITE_NOTADB, _): self = .damaged(text)
        case (.SQLITE_READONLY, _), (.SQLITE_CANTOPEN, _), (.SQLITE_PERM, _), (.SQLITE_AUTH, _):
            self = .inaccessible(text)
        case (.SQLITE_BUSY, _), (.SQLITE_LOCKED, _), (.SQLITE_PROTOCOL, _): self = .busy(text)
        case (.SQLITE_MISUSE, _): self = .closed
        default: return nil
        }
    }
}

extension StorageFailure {
    /// The same failure with the file's name in front, unless it is named already.
    func naming(_ path: String) -> StorageFailure {
        func named(_ text: String) -> String { text.contains(path) ? text : "\(path): \(text)" }
        return switch self {
        case .full(let text): .full(named(text))
        case .inputOutput(let text): .inputOutput(named(text))
        case .syncFailed(let text): .syncFailed(named(text))
        case .damaged(let text): .damaged(named(text))
        case .inaccessible(let text): .inaccessible(named(text))
        case .unsuitable(let text): .unsuitable(named(text))
        case .busy(let text): .busy(named(text))
        case .closed: .closed
        }
    }
}

extension StorageFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .full(let text): "the disk is full: \(text); make room, writing then goes on by itself"
        case .inputOutput(let text): "the disk cannot be read or written: \(text); check the disk"
        case .syncFailed(let text): "the disk did not confirm a write: \(text); check the disk and start again"
        case .damaged(let text): "the file is damaged: \(text); restore it from a backup"
        case .inaccessible(let text): "the file cannot be opened for writing: \(text); check owner and permissions"
        case .unsuitable(let text): text
        case .busy(let text): "another process holds the file: \(text); stop it"
        case .closed: "the store is closed"
        }
    }
}
