/// The version of both programs.
enum Version {
    static let current = "0.1.0"
}
