import Foundation
import TestSupport
import Testing

/// Runs `scripts/install` with a destination directory, as a package's build does.
@Suite struct `An installation` {
    private let directory: TemporaryDirectory

    init() async throws {
        directory = try TemporaryDirectory()
        try await install()
    }

    @discardableResult
    private func install() async throws -> Program.Result {
        let result = try await Program.run(
            "/bin/sh",
            [
                "-c", #"cd "$0" && exec ./scripts/install "$1" "$2" /usr/local /etc"#, Repository.root,
                Program.builtDirectory, directory.path,
            ]
        )
        #expect(result.status == 0, "\(result.errors)")
        return result
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: directory.path + path, encoding: .utf8)
    }

    @Test func `an installation closes settings and policy to others, and gives them to the daemon's group`() throws {
        for file in ["gatehouse.toml", "policy.toml"] {
            let path = directory.path + "/etc/gatehouse/" + file
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o640, "\(file)")
        }
        let tmpfiles = try text("/usr/local/lib/tmpfiles.d/gatehouse.conf")
        #expect(tmpfiles.contains("z /etc/gatehouse/*.toml 0640 root gatehouse -"))
        #expect(tmpfiles.contains("z /etc/gatehouse/*.password 0640 root gatehouse -"))
        #expect(try text("/usr/local/lib/sysusers.d/gatehouse.conf").contains("u gatehouse "))
    }

    @Test func `an installation has no secret that all copies of a package would share`() {
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/etc/gatehouse/entra.password"))
    }

    @Test func `an installation keeps files that were edited`() async throws {
        let path = directory.path + "/etc/gatehouse/policy.toml"
        try "# mine\n".write(toFile: path, atomically: false, encoding: .utf8)
        try await install()
        #expect(try text("/etc/gatehouse/policy.toml") == "# mine\n")
    }

    @Test func `an installation has every own file that the units name`() throws {
        let service = try text("/usr/local/lib/systemd/system/gatehoused.service")
        let named = service.matches(of: /(?:\/usr\/local\/bin|\/etc\/gatehouse)\/[A-Za-z.]+/).map { String($0.output) }
        #expect(named.contains("/usr/local/bin/gatehoused"))
        #expect(named.contains("/etc/gatehouse/gatehouse.toml"))
        for path in named { #expect(FileManager.default.fileExists(atPath: directory.path + path), "\(path)") }
        #expect(service.contains("User=gatehouse\nGroup=gatehouse\n"))
        #expect(service.contains("WantedBy=multi-user.target\nAlso=gatehoused.socket"))
    }

    @Test func `an installation says to enable the service, which the provider needs, and not only the socket`()
        async throws
    {
        let steps = try await install().output
        #expect(steps.contains("systemctl enable --now gatehoused.service"))
        #expect(!steps.contains("enable --now gatehoused.socket"))
        #expect(steps.contains("systemd-sysusers"))
        #expect(steps.contains("systemd-tmpfiles --create"))
        #expect(steps.contains("/etc/gatehouse/entra.password"))
    }

    private static func has(_ program: String) -> Bool { FileManager.default.isExecutableFile(atPath: program) }

    @Test(.enabled(if: has("/usr/bin/systemd-analyze")))
    func `an installation has units without faults that systemd would find`() async throws {
        let places = ["/usr/local/bin", "/etc/gatehouse"].map { "s|\($0)|\(directory.path)\($0)|" }
        let result = try await Program.run(
            "/bin/sh",
            [
                "-c",
                """
                set -e
                mkdir "$0/units"
                for unit in gatehoused.service gatehoused.socket; do
                    sed "$1" "$0/usr/local/lib/systemd/system/$unit" >"$0/units/$unit"
                done
                exec systemd-analyze verify --man=no "$0/units/gatehoused.service" "$0/units/gatehoused.socket"
                """, directory.path, places.joined(separator: ";"),
            ]
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(!result.errors.contains("gatehoused"), "\(result.errors)")
    }

    @Test(.enabled(if: has("/usr/bin/systemd-sysusers") && has("/usr/bin/systemd-tmpfiles") && getuid() == 0))
    func `an installation belongs to the daemon's group after sysusers and tmpfiles have run`() async throws {
        for (tool, arguments) in [("systemd-sysusers", []), ("systemd-tmpfiles", ["--create"])] {
            let result = try await Program.run(
                "/usr/bin/" + tool,
                ["--root=\(directory.path)"] + arguments + ["gatehouse.conf"]
            )
            #expect(result.status == 0, "\(result.errors)")
        }
        let line = try #require(try text("/etc/group").split(separator: "\n").first { $0.hasPrefix("gatehouse:") })
        let group = try #require(Int(line.split(separator: ":")[2]))
        for file in ["gatehouse.toml", "policy.toml"] {
            let path = directory.path + "/etc/gatehouse/" + file
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.groupOwnerAccountID] as? Int == group, "\(file)")
            #expect(attributes[.posixPermissions] as? Int == 0o640, "\(file)")
        }
    }

    @Test func `an installation has a valid policy once the password is there`() async throws {
        try "s3cret".write(toFile: directory.path + "/etc/gatehouse/entra.password", atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600],
            ofItemAtPath: directory.path + "/etc/gatehouse/entra.password"
        )
        let settings = directory.path + "/etc/gatehouse/gatehouse.toml"
        let result = try await Program.run(
            "gatehoused",
            ["--check", "--config", settings, "--state-directory", directory.path + "/state"]
        )
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("policy ok: 2 endpoints"))
        #expect(!result.output.contains("no endpoint"))
    }
}
