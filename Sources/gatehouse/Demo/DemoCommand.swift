import ArgumentParser

/// `gatehouse demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "A private daemon with a sample policy, and people signing up."
    )

    func run() async throws {}
}
