import GatehouseModel
import Testing

@Suite struct `Secrets in URLs` {
    @Test(arguments: [
        ("https://a.example/x?code=k3y", "https://a.example/x?code=…"),
        ("see https://a.example/x?v=1&sig=a%2Fb== and more", "see https://a.example/x?v=…&sig=… and more"),
        ("https://ada:k3y@a.example/x", "https://…@a.example/x"),
        ("https://a.example/x#k3y", "https://a.example/x#…"),
        ("https://a.example/x?k3y&&b=", "https://a.example/x?…&&b=…"),
        ("https://a.example?k3y=1?code=k3y#k3y", "https://a.example?k3y=…#…"),
        ("postgres://ada:k3y@[::1]:5432/db", "postgres://…@[::1]:5432/db"),
        ("redirects to /login?token=k3y;", "redirects to /login?token=…"),
        ("https://ada:k3y/k3y@a.example/x", "https://…"),
        ("\"https://a.example/x?code=k3y\", then", "\"https://a.example/x?code=…\", then"),
        (
            "HTTPS://A.example/?code=k3y\nhttp://b.example/?key=k3y",
            "HTTPS://A.example/?code=…\nhttp://b.example/?key=…"
        ),
    ])
    func `secrets in URLs are masked everywhere in a text`(text: String, shown: String) {
        #expect(URLMask.covered(text) == shown)
    }

    @Test(arguments: [
        "", "what? yes", "a ? b : c", "https://a.example:8443/path/@scope", "12:30", "^(?=x)(?i)y$", "x ? y=1 : z",
        "http://[fd00::1]:80/x", "std::string",
    ])
    func `a text without secrets is unchanged`(text: String) {
        #expect(URLMask.covered(text) == text)
    }
}
