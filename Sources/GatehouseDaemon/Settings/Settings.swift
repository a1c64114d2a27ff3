import Foundation
import GatehouseModel
package import StrictTOML

/// The daemon's settings: one file, read at the start and again only on SIGHUP.
///
/// Everything that an admin changes while the daemon runs is policy, not settings.
package struct Settings: Sendable, Equatable {
    package var server = Server()
    package var control: Control
    package var storage: Storage
    /// The policy document for a store that has no policy yet.
    package var initialPolicy: String?

    /// `[server]`: the connector door.
    package struct Server: Sendable, Equatable {
        package var listen = ListenAddress(host: "127.0.0.1", port: 8080)
        /// Permits plain HTTP on addresses other than loopback, for use behind a TLS proxy.
        package var allowPlaintext = false
        package var tls: TLSFiles?
    }

    /// `[server.tls]`: PEM files.
    package struct TLSFiles: Sendable, Equatable {
        package var certificate: String
        package var privateKey: String
    }

    /// `[control]`: the control socket and who may use it.
    package struct Control: Sendable, Equatable {
        package var socket: String
        /// Each is `user:NAME` or `group:NAME`.
        package var viewers: [String] = []
        package var approvers: [String] = []
        package var admins: [String] = []
    }

    /// `[storage]`: the place of state and journal.
    package struct Storage: Sendable, Equatable {
        package var directory: String
        package var durability = Durability.full
        package var retention = Retention()
    }

    /// How long calls are kept.
    package struct Retention: Sendable, Equatable {
        package var calls: Duration = .seconds(30 * 86_400)
        package var bodies: Duration = .seconds(7 * 86_400)
        package var mostCalls = 5_000_000
    }

    /// The settings of a daemon without a settings file.
    package init(places: Places) {
        control = Control(socket: places.socket)
        storage = Storage(directory: places.state)
    }

    /// Reads a settings file. Relative paths in it are relative to the file.
    ///
    /// - Throws: `TOMLProblem` for the first fault, with its line and what to write instead.
    package init(file: String, places: Places) throws(TOMLProblem) {
        let text: String
        do throws(FileProblem) {
            text = try BoundedFile.text(file, limit: 1 << 20)
        } catch {
            throw TOMLProblem(
                file: file,
                line: 0,
                message: "cannot read the settings: \(error.reason)",
                remedy: "name a readable TOML file with --config"
            )
        }
        try self.init(text: text, file: file, places: places)
    }

    /// Reads settings from TOML text; `file` is for messages and for relative paths.
    package init(text: String, file: String, places: Places) throws(TOMLProblem) {
        self.init(places: places)
        let root = try StrictTable.parse(text, file: file)
        let base = URL(fileURLWithPath: file).deletingLastPathComponent()
        let absolute = { (path: String) in URL(fileURLWithPath: path, relativeTo: base).standardizedFileURL.path }
        if let table = try root.table("server") { server = try Server(table, absolute: absolute) }
        if let table = try root.table("control") { try control.take(table, absolute: absolute) }
        if let table = try root.table("storage") { try storage.take(table, absolute: absolute) }
        if let table = try root.table("policy") {
            initialPolicy = try table.string("initial").map(absolute)
            if let path = initialPolicy, !FileManager.default.isReadableFile(atPath: path) {
                throw table.problem(
                    "initial",
                    "there is no readable file \(path)",
                    remedy: "write the policy there or correct the path"
                )
            }
            try table.finish()
        }
        try root.finish()
    }
}

extension Settings.Server {
    fileprivate init(_ table: StrictTable, absolute: (String) -> String) throws(TOMLProblem) {
        if let text = try table.string("listen") {
            guard let address = ListenAddress(text) else {
                throw table.problem(
                    "listen",
                    "\"\(text.prefix(80))\" is not ADDRESS:PORT",
                    remedy: "write for example 127.0.0.1:8080 or [::1]:8080"
                )
            }
            listen = address
        }
        allowPlaintext = try table.bool("allow-plaintext") ?? false
        if let files = try table.table("tls") {
            if files.has("client-ca") {
                throw files.problem(
                    "client-ca",
                    "client certificates are not supported as credentials yet",
                    remedy: "remove the key and use Basic credentials"
                )
            }
            tls = Settings.TLSFiles(
                certificate: absolute(try files.requireString("certificate")),
                privateKey: absolute(try files.requireString("private-key"))
            )
            for (key, path) in [("certificate", tls?.certificate), ("private-key", tls?.privateKey)] {
                if let path, !FileManager.default.isReadableFile(atPath: path) {
                    throw files.problem(
                        key,
                        "there is no readable file \(path)",
                        remedy: "put the PEM file there or correct the path"
                    )
                }
            }
            try files.finish()
        }
        try table.finish()
        if tls == nil, !allowPlaintext, !listen.isLoopback {
            throw table.problem(
                "listen",
                "plain HTTP is only served on loopback addresses, and \(listen) is not one",
                remedy: "add [server.tls], or set allow-plaintext = true when a TLS proxy stands before it"
            )
        }
    }
}

extension Settings.Control {
    fileprivate mutating func take(_ table: StrictTable, absolute: (String) -> String) throws(TOMLProblem) {
        if let path = try table.string("socket") { socket = absolute(path) }
        viewers = try Self.grants(table, "viewers")
        approvers = try Self.grants(table, "approvers")
        admins = try Self.grants(table, "admins")
        try table.finish()
    }

    private static func grants(_ table: StrictTable, _ key: String) throws(TOMLProblem) -> [String] {
        let grants = try table.strings(key) ?? []
        for grant in grants {
            let parts = grant.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0] == "user" || parts[0] == "group", !parts[1].isEmpty else {
                throw table.problem(
                    key,
                    "\"\(grant.prefix(80))\" names no user or group",
                    remedy: "write \"user:anna\" or \"group:ops\""
                )
            }
        }
        return grants
    }
}

extension Settings.Storage {
    fileprivate mutating func take(_ table: StrictTable, absolute: (String) -> String) throws(TOMLProblem) {
        if let path = try table.string("directory") { directory = absolute(path) }
        if let choice = try table.choice("durability", of: Durability.self) { durability = choice }
        if let kept = try table.table("retention") {
            retention.calls = try kept.duration("calls") ?? retention.calls
            retention.bodies = try kept.duration("bodies") ?? retention.bodies
            retention.mostCalls = try kept.integer("most-calls", in: 1000...1_000_000_000) ?? retention.mostCalls
            if retention.calls < .seconds(3600) {
                throw kept.problem("calls", "less than an hour of calls is too short", remedy: "keep at least \"1h\"")
            }
            if retention.bodies > retention.calls {
                throw kept.problem(
                    "bodies",
                    "bodies cannot outlive their calls",
                    remedy: "make it at most what calls says"
                )
            }
            try kept.finish()
        }
        try table.finish()
    }
}
