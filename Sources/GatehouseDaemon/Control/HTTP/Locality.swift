import ControlProtocol

/// Refuses requests from browsers: if a port were bridged to the socket, any web page could send requests in the user's
/// name.
enum Locality {
    private static let hosts: Set<String> = ["", "local", "localhost"]
    private static let browserHeaders = ["origin", "referer"]

    /// - Parameter headers: names in lower case.
    static func check(_ headers: [String: String]) throws(Problem) {
        let host = headers["host"] ?? ""
        guard hosts.contains(host.lowercased()) else {
            throw Problem(.notLocal, "the host \"\(host.prefix(100))\" is not ours", hint: "ask for http://local/…")
        }
        let foreign = browserHeaders.first { headers[$0] != nil } ?? headers.keys.first { $0.hasPrefix("sec-fetch-") }
        if let foreign {
            throw Problem(.notLocal, "the header \(foreign) comes from a web page, and web pages may not ask")
        }
    }
}
