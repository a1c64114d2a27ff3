import GatehouseModel
import Testing

@Suite struct ConnectorURLTests {
    @Test func `a URL is split into its parts`() throws {
        let url = try ConnectorURL("https://API.Example.com:8443/sign-ups?code=k3y&v=1")
        #expect(url.isTLS)
        #expect(url.host == "api.example.com")
        #expect(url.port == 8443)
        #expect(url.target == "/sign-ups?code=k3y&v=1")
        #expect(url.hostHeader == "api.example.com:8443")
    }

    @Test func `the values of a query are not shown`() throws {
        let url = try ConnectorURL("https://a.example/x?code=k3y&s3cret&v=")
        #expect(url.description == "https://a.example/x?code=…&…&v=…")
        #expect(url.whole == "https://a.example/x?code=k3y&s3cret&v=")
    }

    @Test func `an IPv6 host has brackets only on the wire`() throws {
        let url = try ConnectorURL("http://[::1]:8080")
        #expect(url.host == "::1")
        #expect(url.hostHeader == "[::1]:8080")
        #expect(url.target == "/")
    }

    @Test(
        arguments: [
            ("ftp://a.example", ConnectorURLProblem.scheme), ("a.example", .scheme), ("https://", .host),
            ("https://a b.example", .badCharacter), ("https://a.example/\r\nX: y", .badCharacter),
            ("https://ada:pw@a.example", .credentials), ("https://a.example/#x", .fragment),
            ("https://a.example:0/", .port), ("https://a.example:65536/", .port), ("https://a.example:/", .port),
            ("https://2130706433/", .host), ("https://0x7f.1/", .host), ("https://127.1/", .host),
            ("https://[::1/", .host), ("https://[127.0.0.1]/", .host), ("https://-a.example/", .host),
            ("https://a..example/", .host), ("https://bücher.example/", .badCharacter),
        ]
    )
    func `a text that is not a connector's URL is refused with the reason`(
        _ text: String,
        _ problem: ConnectorURLProblem
    ) {
        #expect(throws: problem) { try ConnectorURL(text) }
    }
}
