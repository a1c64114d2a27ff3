import Foundation

/// The paths of the console's files.
struct ConsolePaths: Sendable {
    let settings: String
    let keys: String
    let state: String
    let themes: [String]

    /// - Parameter executable: the program's own path, to find the themes installed with it.
    init(environment: [String: String], executable: String?) {
        let home = environment["HOME"] ?? "/"
        let config = Self.folder(environment["XDG_CONFIG_HOME"], else: home + "/.config") + "/gatehouse"
        settings = config + "/console.toml"
        keys = config + "/keys.toml"
        state =
            Self.folder(environment["XDG_STATE_HOME"], else: home + "/.local/state") + "/gatehouse/console/state.json"
        themes =
            [config + "/themes"] + [environment["GATEHOUSE_THEMES"]].compactMap(\.self)
            + Self.shipped(executable) + ["/usr/local/share/gatehouse/themes", "/usr/share/gatehouse/themes"]
    }

    /// XDG: a path that is not absolute is ignored.
    private static func folder(_ path: String?, else standard: String) -> String {
        path.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? standard
    }

    /// The folder `themes` next to the program, or above it in a checkout.
    private static func shipped(_ executable: String?) -> [String] {
        guard let executable else { return [] }
        var folder = (executable as NSString).deletingLastPathComponent
        var found = [(folder as NSString).deletingLastPathComponent + "/share/gatehouse/themes"]
        for _ in 0..<6 where folder.count > 1 {
            found.append(folder + "/themes")
            folder = (folder as NSString).deletingLastPathComponent
        }
        return found.filter { FileManager.default.fileExists(atPath: $0) }
    }
}
