import ArgumentParser
import ControlProtocol
import Foundation

/// The daemon's socket and the output format; every command has these options.
struct ControlOptions: ParsableArguments {
    @Option(name: .long, help: "The daemon's control socket (else $GATEHOUSE_SOCKET, else the usual places).")
    var socket: String?

    @OptionGroup var printing: PrintingOptions

    /// The socket path: from the option, else from the environment, else the first usual place where one exists.
    var socketPath: String {
        if let socket, !socket.isEmpty { return socket }
        return SocketPath.find(ProcessInfo.processInfo.environment)
    }

    /// A printer for the chosen format on standard output.
    var printer: Printer { printing.printer }
}

/// How to print.
struct PrintingOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "table for people; json, jsonl and csv for scripts.")
    var output: OutputFormat = .table

    /// A printer for the chosen format on standard output.
    var printer: Printer { Printer(format: output, terminal: .current) }
}

extension ControlOptions {
    /// Sends one request.
    func ask<Request: ControlRequest>(_ request: Request) async throws -> Request.Reply {
        try await withClient { client in try await client.send(request) }
    }

    /// Sends a request that may take long, and shows its progress on the terminal.
    func follow<Request: ControlRequest>(_ request: Request, reading things: String) async throws -> Request.Reply {
        try await withClient { client in
            defer { if Terminal.showsProgress { StandardError.endProgress() } }
            return try await client.send(request) { count in
                if Terminal.showsProgress, count > 0 { StandardError.progress("\(grouped(count)) \(things) read") }
            }
        }
    }

    /// Runs `work` with a client, then closes the client.
    func withClient<Result>(_ work: (ControlClient) async throws -> Result) async throws -> Result {
        try await ControlClient.with(socket: socketPath, work)
    }
}
