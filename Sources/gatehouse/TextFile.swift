import Foundation

/// Files that the caller names; `-` is standard input.
enum TextFile {
    /// Reads at most `limit` bytes of UTF-8.
    static func read(_ path: String, limit: Int) throws -> String {
        guard let text = String(validating: try bytes(path, limit: limit), as: UTF8.self) else {
            throw Failure(.usage, "\(path) is not UTF-8 text", hint: "Convert it to UTF-8, or name another file.")
        }
        return text
    }

    /// Reads at most `limit` bytes.
    static func bytes(_ path: String, limit: Int) throws -> Data {
        do {
            let handle = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            let data = try handle.read(upToCount: limit + 1) ?? Data()
            guard data.count <= limit else {
                throw Failure(.usage, "\(path) has more than \(grouped(limit)) bytes", hint: "Split it.")
            }
            return data
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(.usage, "cannot read \(path): \(reason(error))", hint: "Name a file that you may read.")
        }
    }

    static func write(_ text: String, to path: String) throws {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw Failure(.failure, "cannot write \(path): \(reason(error))", hint: "Name a file that you may write.")
        }
    }

    private static func reason(_ error: any Error) -> String {
        if let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError {
            return underlying.localizedDescription
        }
        return (error as NSError).localizedDescription
    }
}
