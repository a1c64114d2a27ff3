internal import Crypto
internal import Foundation
internal import GatehouseModel
internal import Synchronization

/// A small file beside the stores that records what they hold, so that the next start notices what is missing.
///
/// It has two places, written in turn, so that a torn write leaves the previous record. All its space is allocated when
/// it is created, so that it can be written on a full disk. It records only what is on stable storage.
final class Ledger: Sendable {
    /// Bytes of each place.
    private static let place = 512 << 10
    /// Magic, format, generation, length and SHA-256.
    private static let header = 56
    private static let magic: UInt32 = 0x4748_6C67
    static let version: UInt32 = 1

    private let path: String
    private let descriptor: Int32
    private let generation: Mutex<UInt64>

    /// Opens the file for writing, and creates it if necessary.
    ///
    /// - Throws: `StorageFailure`.
    init(path: String) throws(StorageFailure) {
        self.path = path
        let newest = try Self.newest(in: path)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        generation = Mutex(newest?.generation ?? 0)
        _ = fchmod(descriptor, 0o600)
        guard posix_fallocate(descriptor, 0, off_t(clamping: 2 * Self.place)) == 0 else {
            throw .full("\(path): there is no room for \(2 * Self.place) bytes")
        }
    }

    deinit { close(descriptor) }

    /// The newest record; nil if there is no file or no whole record in it.
    ///
    /// - Throws: `StorageFailure.unsuitable` for a file of a later version, or one that is not a ledger.
    static func read(_ path: String) throws(StorageFailure) -> LedgerRecord? {
        guard let newest = try newest(in: path) else { return nil }
        return try? JSONDecoder().decode(LedgerRecord.self, from: newest.payload)
    }

    /// Writes `record`; it is on stable storage when this returns.
    ///
    /// - Throws: `StorageFailure`; then the previous record is still there.
    func write(_ record: LedgerRecord) throws(StorageFailure) {
        guard let payload = try? JSONEncoder().encode(record), payload.count <= Self.place - Self.header else {
            throw .inputOutput("\(path): the record is too long")
        }
        let failure: StorageFailure? = generation.withLock { generation in
            let next = generation &+ 1
            let bytes = Self.sealed(payload, generation: next)
            let offset = off_t(clamping: Int(next % 2) * Self.place)
            let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, offset) }
            guard written == bytes.count else { return Self.failure(path) }
            guard fdatasync(descriptor) == 0 else { return .syncFailed("\(path): \(String(cString: strerror(errno)))") }
            generation = next
            return nil
        }
        if let failure { throw failure }
    }

    // MARK: - The format

    private static func sealed(_ payload: Data, generation: UInt64) -> Data {
        var bytes = Data()
        for number in [magic, version] { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        for number in [generation, UInt64(clamping: payload.count)] {
            withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes.append(contentsOf: SHA256.hash(data: bytes + payload))
        return bytes + payload
    }

    private static func newest(in path: String) throws(StorageFailure) -> (generation: UInt64, payload: Data)? {
        guard let size = FileSystem.size(path), size > 0 else { return nil }
        let bytes: Data
        do throws(FileProblem) {
            bytes = Data(try BoundedFile.bytes(path, limit: 2 * place))
        } catch {
            throw .inaccessible(error.description)
        }
        var found: (generation: UInt64, payload: Data)?
        for start in [0, place] where bytes.count >= start + header {
            guard let (generation, payload) = try unsealed(bytes.dropFirst(start).prefix(place), path) else { continue }
            if generation > found?.generation ?? 0 { found = (generation, payload) }
        }
        return found
    }

    private static func unsealed(_ place: Data, _ path: String) throws(StorageFailure) -> (UInt64, Data)? {
        let bytes = Data(place)
        func number(_ offset: Int, _ count: Int) -> UInt64 {
            bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
        }
        let start = number(0, 4)
        guard start == magic else {
            if start == 0 { return nil }
            throw .unsuitable("\(path) is not the daemon's ledger; move it away")
        }
        guard number(4, 4) == version else {
            throw .unsuitable(
                "\(path) was written by a later version (format \(number(4, 4)); this version knows format \(version)); "
                    + "use that version"
            )
        }
        guard let length = Int(exactly: number(16, 8)), length <= bytes.count - header else { return nil }
        let payload = bytes[header..<header + length]
        guard Data(SHA256.hash(data: bytes[..<24] + payload)) == bytes[24..<header] else { return nil }
        return (number(8, 8), Data(payload))
    }

    private static func failure(_ path: String) -> StorageFailure {
        .inaccessible("\(path): \(String(cString: strerror(errno)))")
    }
}
