import GatehouseModel
import Glibc
import StrictTOML

/// Why a secret could not be read. Says what to do; never contains the secret.
package struct SecretProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}

extension SecretSource {
    /// The maximum length of a secret, in bytes.
    package static let lengthLimit = 4096

    /// Reads the secret, without one line end after it.
    ///
    /// - Parameter directory: the directory for relative paths.
    /// - Throws: `SecretProblem` if the secret is missing, empty, too long, not text, readable by everyone, or has
    ///   invisible characters that cannot be meant: callers would be refused, and nobody could see why. A key in PEM
    ///   form may have several lines.
    package func resolve(relativeTo directory: String) throws(SecretProblem) -> Secret {
        switch self {
        case .literal(let secret):
            return secret
        case .environment(let name):
            guard let value = getenv(name) else {
                throw SecretProblem(
                    description: "the environment variable \(name.quoted()) is not set; set it where the daemon starts"
                )
            }
            return try Self.secret(String(cString: value), from: "the environment variable \(name.quoted())")
        case .file(let name):
            let path = name.hasPrefix("/") ? name : directory + "/" + name
            return try Self.secret(try Self.read(path), from: path.quoted(limit: 200))
        }
    }

    private static func secret(_ text: String, from place: String) throws(SecretProblem) -> Secret {
        var text = text[...]
        if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        guard !text.isEmpty else { throw SecretProblem(description: "\(place) is empty; put the secret there") }
        // A private key in PEM form has lines of its own (RFC 7468).
        if !text.hasPrefix("-----BEGIN "), let fault = invisibleFault(in: text) {
            throw SecretProblem(description: "\(place) \(fault); put the secret there alone, on one line")
        }
        guard text.utf8.count <= lengthLimit else {
            throw SecretProblem(description: "\(place) is longer than \(lengthLimit) bytes; is it the right one?")
        }
        return Secret(String(text))
    }

    /// What is wrong with a secret although it looks right; nil if nothing is.
    private static func invisibleFault(in text: Substring) -> String? {
        let scalars = text.unicodeScalars
        if scalars.first == "\u{FEFF}" { return "starts with a byte order mark (U+FEFF)" }
        if let scalar = scalars.first(where: { $0.properties.generalCategory == .control }) {
            let isLineEnd = scalar == "\n" || scalar == "\r"
            return isLineEnd ? "has more than one line" : "has the control character \(scalar.codePoint)"
        }
        for (end, scalar) in [("starts", scalars.first), ("ends", scalars.last)] {
            guard let scalar, scalar.properties.isWhitespace || scalar.properties.generalCategory == .format else {
                continue
            }
            return "\(end) with \(scalar == " " ? "a space" : scalar.codePoint)"
        }
        return nil
    }

    private static func read(_ path: String) throws(SecretProblem) -> String {
        // Does not block if the path is a pipe.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let name = path.quoted(limit: 200)
        guard file >= 0 else {
            let reason = SystemError.last.description
            throw SecretProblem(description: "cannot read \(name): \(reason); create it, readable by the daemon only")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SecretProblem(description: "\(name) is no regular file; name the file that holds the secret")
        }
        guard status.st_mode & S_IROTH == 0 else {
            throw SecretProblem(
                description: "\(name) can be read by every user of this machine; run: chmod o-rwx \(name)"
            )
        }
        // Room for the longest secret, its line end of up to two bytes, and one byte more to detect a file that is too
        // long.
        var bytes = [UInt8](repeating: 0, count: lengthLimit + 3)
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress?.advanced(by: count), $0.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw SecretProblem(description: "cannot read \(name): \(SystemError.last.description)")
            }
            if got == 0 { break }
            count += got
        }
        guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
            throw SecretProblem(description: "\(name) is no UTF-8 text; put the secret there as text")
        }
        return text
    }
}
