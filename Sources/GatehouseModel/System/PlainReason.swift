import Foundation
import PlainText

/// Turns errors of the system and of libraries into words for people.
///
/// The words begin with a small letter and have no full stop, to complete the sentence "cannot read PATH: ". They may
/// contain text from outside, so escape them before they reach a terminal or a log.
package enum PlainReason {
    /// The meaning of an `errno` code.
    package static func of(errno code: Int32) -> String {
        if let words = words[code] { return words }
        guard let text = strerror(code) else { return "system error \(code)" }
        let reason = String(cString: text)
        // "No data available" becomes "no data available"; "RPC struct is bad" stays.
        let isWord = reason.dropFirst().first?.isLowercase ?? false
        return (isWord ? reason.prefix(1).lowercased() + reason.dropFirst() : reason) + " (system error \(code))"
    }

    /// The reason for any error, in plain words.
    package static func of(_ error: any Error) -> String {
        switch error {
        case let error as any ErrnoError: of(errno: error.errnoCode)
        case let error as POSIXError: of(errno: error.code.rawValue)
        case let error as DecodingError: of(decoding: error)
        case let error as CocoaError: of(foundation: error as NSError)
        default: of(unknown: error)
        }
    }

    private static func of(unknown error: any Error) -> String {
        let bridged = error as NSError
        let isFoundation = [NSCocoaErrorDomain, NSPOSIXErrorDomain].contains(bridged.domain)
        return isFoundation ? of(foundation: bridged) : String(describing: error)
    }

    private static func of(foundation error: NSError) -> String {
        if error.domain == NSPOSIXErrorDomain { return of(errno: Int32(clamping: error.code)) }
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error { return of(cause) }
        switch CocoaError.Code(rawValue: error.code) {
        case .fileNoSuchFile, .fileReadNoSuchFile: return of(errno: ENOENT)
        case .fileReadNoPermission, .fileWriteNoPermission: return of(errno: EACCES)
        case .fileWriteOutOfSpace: return of(errno: ENOSPC)
        case .fileWriteVolumeReadOnly: return of(errno: EROFS)
        case .fileWriteFileExists: return of(errno: EEXIST)
        case .fileReadTooLarge: return of(errno: EFBIG)
        case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: return notText
        default: return "Foundation's error \(error.code)"
        }
    }

    private static func of(decoding error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): place(context, "\"\(key.stringValue)\" is missing")
        case .valueNotFound(_, let context): place(context, "null stands where a value must be")
        case .typeMismatch(let type, let context): place(context, "a value is no \(type)")
        case .dataCorrupted(let context): place(context, context.debugDescription)
        @unknown default: "it does not have the form that is expected"
        }
    }

    private static func place(_ context: DecodingError.Context, _ problem: String) -> String {
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? problem : "at \(path): \(problem)"
    }

    /// For a file that should be text.
    package static let notText = "it is not UTF-8 text"

    /// The same with the line and the byte where UTF-8 ends; other encodings are named where their mark shows them.
    package static func notText(_ bytes: [UInt8]) -> String {
        if ByteOrderMark.isUTF16(bytes) { return "it is UTF-16, and must be UTF-8; save it as UTF-8" }
        var (line, start) = (1, bytes.startIndex)
        while start < bytes.endIndex {
            let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
            if String(validating: bytes[start..<end], as: UTF8.self) == nil {
                let byte = bytes[start..<end].first { $0 >= 0x80 } ?? 0
                return notText
                    + ": line \(line) has the byte 0x\(String(byte, radix: 16, uppercase: true)); save it as UTF-8"
            }
            (line, start) = (line + 1, end)
        }
        return notText
    }

    private static let words: [Int32: String] = [
        ENOENT: "there is no such file or directory",
        EACCES: "permission is denied",
        EPERM: "it is not permitted",
        EISDIR: "it is a directory",
        ENOTDIR: "a part of the path is not a directory",
        EEXIST: "it exists already",
        ENOSPC: "the disk is full",
        EDQUOT: "the disk quota is used up",
        EFBIG: "it is larger than files may be here",
        EROFS: "the file system is read-only",
        EIO: "the device reports an error",
        EPIPE: "the reader is gone",
        EBADF: "it is closed",
        ELOOP: "too many symbolic links lead to it",
        ENAMETOOLONG: "the path is too long",
        EMFILE: "this process has too many files open",
        ENFILE: "the system has too many files open",
        ENOMEM: "there is not enough memory",
        EAGAIN: "it is busy, or a limit of the system is reached",
        EBUSY: "it is in use",
        ETXTBSY: "it is in use",
        EADDRINUSE: "another program uses the address",
        EADDRNOTAVAIL: "this machine does not have the address",
        ECONNREFUSED: "nobody listens there",
        ECONNRESET: "the other side closed the connection",
        ETIMEDOUT: "there was no answer in time",
        EHOSTUNREACH: "no route leads there",
        ENETUNREACH: "no route leads there",
        ENXIO: "nothing is behind the device or pipe",
        ENODEV: "nothing is behind the device or pipe",
    ]
}
