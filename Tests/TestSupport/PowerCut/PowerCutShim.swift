package import Foundation

/// The library that logs a program's unconfirmed writes; see `Tests/DurabilityShim/powercut.c`.
package struct PowerCutShim: Sendable {
    /// The compiled library.
    package let library: URL

    /// Compiles the library into `directory` with the system's or the Swift toolchain's C compiler.
    package init(in directory: URL) throws {
        library = directory.appending(path: "powercut.so")
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../DurabilityShim/powercut.c").standardized
        var failure = "no C compiler was found; install gcc or clang"
        for compiler in ["cc", "clang", "gcc"] {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                compiler, "-shared", "-fPIC", "-O1", "-o", library.path, source.path, "-ldl", "-lpthread",
            ]
            let errors = Pipe()
            process.standardError = errors
            try process.run()
            let text = try errors.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            if process.terminationStatus == 0 { return }
            if process.terminationStatus != 127 { failure = String(decoding: text, as: UTF8.self) }
        }
        throw Failure(description: failure)
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// The environment that makes the library watch and log a program's writes below `directory`.
    package func environment(watching directory: URL, log: URL) -> [String: String] {
        [
            "LD_PRELOAD": library.path,
            "POWERCUT_DIRECTORY": directory.resolvingSymlinksInPath().path,
            "POWERCUT_LOG": log.path,
            "POWERCUT_SKIP_SYNC": "1",
        ]
    }
}
