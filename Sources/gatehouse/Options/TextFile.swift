import Foundation
import GatehouseModel

/// Reads and writes files that the caller names; `-` is standard input.
enum TextFile {
    /// Reads at most `limit` bytes of UTF-8.
    static func read(_ path: String, limit: Int) throws -> String {
        guard let text = String(validating: try bytes(path, limit: limit), as: UTF8.self) else {
            throw Failure(.usage, "\(name(of: path)) is not UTF-8 text", hint: "Convert it, or name another file.")
        }
        return text
    }

    /// Reads at most `limit` bytes.
    static func bytes(_ path: String, limit: Int) throws -> Data {
        guard path != "-" else { return try standardInput(limit: limit) }
        do throws(FileProblem) {
            return Data(try BoundedFile.bytes(path, limit: limit, kind: .stream))
        } catch {
            throw Failure(.usage, error.description, hint: "Name a file that you may read.")
        }
    }

    static func write(_ text: String, to path: String) throws {
        do throws(FileProblem) {
            try BoundedFile.write(Array(text.utf8), to: path)
        } catch {
            throw Failure(.failure, error.description, hint: "Name a file that you may write.")
        }
    }

    private static func standardInput(limit: Int) throws -> Data {
        let problem: String
        do throws(SystemError) {
            let bytes = try Descriptor.read(STDIN_FILENO, limit: limit)
            guard bytes.count > limit else { return Data(bytes) }
            problem = "it has more than \(grouped(limit)) bytes"
        } catch {
            problem = error.description
        }
        throw Failure(.usage, "cannot read standard input: \(problem)", hint: "Name a file that you may read.")
    }

    private static func name(of path: String) -> String { path == "-" ? "standard input" : path }
}
