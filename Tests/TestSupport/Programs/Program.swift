import Foundation

/// A running or finished program and all its output.
package final class Program: Sendable {
    private let name: String
    private let process: ChildProcess
    private let output: String
    private let errors: String
    /// Holds the files above.
    private let directory: TemporaryDirectory

    /// The directory of `gatehouse` and `gatehoused`, which is that of the test program.
    package static let builtDirectory: String = {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: own).deletingLastPathComponent().path
    }()

    /// Starts a program: one of ours by name, any other by path.
    package init(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil
    ) throws {
        directory = try TemporaryDirectory()
        output = try directory.write("", to: "out")
        errors = try directory.write("", to: "err")
        self.name = name
        var source = "/dev/null"
        if let input { source = try directory.write(input, to: "in") }
        process = try ChildProcess(
            name.hasPrefix("/") ? name : Self.builtDirectory + "/" + name,
            arguments,
            environment: Self.environment(with: environment),
            input: source,
            output: output,
            errors: errors
        )
    }

    /// The environment of the tests without variables that would lead a program to another daemon.
    private static func environment(with extra: [String: String]) -> [String: String] {
        var environment = ProcessInfo.processInfo.environment
        for name in ["GATEHOUSE_SOCKET", "XDG_RUNTIME_DIR", "NOTIFY_SOCKET", "NO_COLOR", "LISTEN_FDS"] {
            environment[name] = nil
        }
        return environment.merging(extra) { _, new in new }
    }

    package var identifier: Int32 { process.identifier }
    package var isRunning: Bool { process.ended == nil }
    /// Its standard output so far.
    package var standardOutput: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }
    /// Its standard error so far.
    package var standardError: String { (try? String(contentsOfFile: errors, encoding: .utf8)) ?? "" }

    package func send(_ signal: Int32) { process.send(signal) }

    /// Waits until the program has ended.
    ///
    /// - Returns: the exit status, or the negative number of the signal that ended it.
    @discardableResult
    package func ended(within patience: Duration = .seconds(60)) async throws -> Int32 {
        try await eventually("the end of \(name)", within: patience) { process.ended }
    }

    /// The result of a finished program.
    package struct Result: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String
    }

    /// Runs a program until it ends.
    package static func run(
        _ name: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil,
        within patience: Duration = .seconds(60)
    ) async throws -> Result {
        let program = try Program(name, arguments, environment: environment, input: input)
        do {
            let status = try await program.ended(within: patience)
            return Result(status: status, output: program.standardOutput, errors: program.standardError)
        } catch {
            program.send(SIGKILL)
            throw error
        }
    }
}
