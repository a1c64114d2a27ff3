import ControlProtocol
import Crypto
import Foundation
import GatehouseModel
import PolicyEngine

/// The rows of one import, as a CSV file that is written once and never changed.
///
/// state.db refers to it, with its digest, only after it is on stable storage, so the file is never incomplete.
struct TableFile: Sendable, Hashable {
    let path: String

    /// The number of bytes written or read at a time.
    private static let piece = 64 << 10

    /// Writes a table and makes the file durable.
    ///
    /// - Returns: the SHA-256 of the file.
    /// - Throws: `StorageFailure`; then no file is left behind.
    func write(_ table: ReferenceTable) throws(StorageFailure) -> Data {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .inaccessible("\(path): \(SystemError.last)") }
        defer { close(descriptor) }
        _ = fchmod(descriptor, 0o600)
        var hash = SHA256()
        do throws(StorageFailure) {
            for piece in TablePieces(table) { try put(piece, to: descriptor, &hash) }
            guard fsync(descriptor) == 0 else { throw .syncFailed("\(path): \(SystemError.last)") }
            try FileSystem.sync(directory: (path as NSString).deletingLastPathComponent)
        } catch {
            remove()
            throw error
        }
        return Data(hash.finalize())
    }

    private func put(_ bytes: [UInt8], to descriptor: Int32, _ hash: inout SHA256) throws(StorageFailure) {
        hash.update(data: bytes)
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                let text = "\(path): \(SystemError.last)"
                throw errno == ENOSPC ? .full(text) : .inputOutput(text)
            }
            rest = rest.dropFirst(written)
        }
    }

    /// Reads the rows according to a definition.
    ///
    /// - Parameter progress: called with the number of lines read so far, from time to time.
    /// - Throws: `Damaged` if the file has changed since it was written, does not fit the definition, or the task is
    ///   cancelled.
    func read(
        _ definition: PolicyTable,
        digest: Data,
        progress: (Int) -> Void = { _ in }
    ) throws(Damaged) -> ReferenceTable {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Damaged("\(path): \(SystemError.last)") }
        defer { close(descriptor) }
        var reader = TableReader(definition, mayLackColumns: true)
        var hash = SHA256()
        var buffer = [UInt8](repeating: 0, count: Self.piece)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Damaged("\(path): \(SystemError.last)") }
            if count == 0 { break }
            let part = Array(buffer[..<count])
            hash.update(data: part)
            reader.feed(part)
            progress(reader.lines)
            guard !Task.isCancelled else { throw Damaged("reading \(path) was cancelled") }
        }
        guard Data(hash.finalize()) == digest else { throw Damaged("\(path) is not as it was written") }
        guard let table = reader.finish() else {
            let first = reader.bad.first.map { "line \($0.line): \($0.detail)" }
            throw Damaged(reader.fatal ?? first ?? "nothing in it can be read")
        }
        return table
    }

    func remove() { unlink(path) }

    /// Why a file cannot be used.
    struct Damaged: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// A table as CSV with a header (RFC 4180), in pieces.
struct TablePieces: Sequence {
    let table: ReferenceTable

    init(_ table: ReferenceTable) { self.table = table }

    func makeIterator() -> AnyIterator<[UInt8]> {
        var row = -1
        return AnyIterator {
            guard row < table.count else { return nil }
            var text: [UInt8] = []
            text.reserveCapacity(Self.size + 4096)
            while row < table.count, text.count < Self.size {
                append(row, to: &text)
                row += 1
            }
            return text
        }
    }

    private static let size = 128 << 10

    /// Row -1 is the header.
    private func append(_ row: Int, to text: inout [UInt8]) {
        for column in table.columns.indices {
            if column > 0 { text.append(UInt8(ascii: ",")) }
            if row < 0 {
                Array(table.columns[column].utf8).withUnsafeBytes { CSVRow.append($0, to: &text) }
            } else {
                table.withCell(row, column) { CSVRow.append($0, to: &text) }
            }
        }
        text.append(contentsOf: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    }
}
