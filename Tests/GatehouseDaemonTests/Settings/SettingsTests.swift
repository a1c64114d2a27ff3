import ControlProtocol
import GatehouseDaemon
import StrictTOML
import Testing

@Suite struct `The settings` {
    private let places = Places(isRoot: false, environment: ["HOME": "/home/anna", "XDG_RUNTIME_DIR": "/run/user/7"])

    @Test(arguments: [
        ["HOME": "/home/anna"], ["HOME": "/home/anna", "XDG_RUNTIME_DIR": "/run/user/7"],
        ["HOME": "/home/anna", "XDG_STATE_HOME": "/var/anna"], ["GATEHOUSE_SOCKET": "/a"],
    ])
    func `the default socket is where the client looks for it`(environment: [String: String]) {
        let socket = Places(isRoot: false, environment: environment).socket
        #expect(SocketPath.candidates(environment).contains(socket))
    }

    private func read(_ text: String) throws -> Settings {
        try Settings(text: text, file: "/etc/gatehouse/gatehouse.toml", places: places)
    }

    @Test func `an empty settings file gives the defaults`() throws {
        let settings = try read("")
        #expect(settings == Settings(places: places))
        #expect(settings.server.listen.description == "127.0.0.1:8080")
        #expect(settings.control.socket == "/run/user/7/gatehouse/control.sock")
        #expect(settings.storage.directory == "/home/anna/.local/state/gatehouse")
    }

    @Test func `every setting is read, and paths are relative to the file`() throws {
        let settings = try read(
            """
            [server]
            listen = "[::1]:0"
            [control]
            socket = "run/control.sock"
            viewers = ["group:ops"]
            approvers = ["group:approvers", "user:anna"]
            admins = ["group:gatehouse-admins"]
            [storage]
            directory = "../state"
            durability = "relaxed"
            retention = { calls = "20d", bodies = "2d", most-calls = 5_000 }
            """
        )
        #expect(settings.server.listen == ListenAddress(host: "::1", port: 0))
        #expect(settings.control.socket == "/etc/gatehouse/run/control.sock")
        #expect(settings.control.approvers == ["group:approvers", "user:anna"])
        #expect(settings.storage.directory == "/etc/state")
        #expect(settings.storage.durability == .relaxed)
        #expect(settings.storage.retention.mostCalls == 5000)
    }

    @Test(arguments: [
        ("[server]\nlisten = \"0.0.0.0:80\"", 2, "loopback"),
        ("[server]\nlisten = \"8080\"", 2, "ADDRESS:PORT"),
        ("[server]\nlisen = \"127.0.0.1:1\"", 2, "listen"),
        ("[control]\nadmins = [\"anna\"]", 2, "user:anna"),
        ("[storage]\ndurability = \"none\"", 2, "relaxed"),
        ("[storage]\nretention = { bodies = \"40d\" }", 2, "outlive"),
        ("[policy]\ninitial = \"nowhere.toml\"", 2, "nowhere.toml"),
        ("[server]\n[server.tls]\nclient-ca = \"x\"", 3, "not supported"),
        ("[colours]", 1, "colours"),
    ])
    func `invalid settings are refused with line and remedy`(text: String, line: Int, mentions: String) {
        let problem = #expect(throws: TOMLProblem.self) { try read(text) }
        #expect(problem?.line == line)
        #expect(problem?.description.contains(mentions) == true)
    }
}
