import Dialects
import GatehouseModel

/// The sign-ups that `flows check` sends: typical requests of providers, unusual ones, and requests no provider sends.
struct SampleSignUps {
    private let dialect: DialectName
    private let step: Step
    /// A person whom the API lets in; nil to invent one.
    private let person: Claims?
    private static let extensionID = "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_"

    init(_ dialect: DialectName, _ step: Step, person: Claims?) {
        self.dialect = dialect
        self.step = step
        self.person = person
    }

    // MARK: - What providers send

    var valid: [ContractCase] {
        [
            signUp("full", "a federated sign-up with every attribute", full),
            signUp("sparse", "an address and nothing else", Claims(email: person?.email ?? "li@sparse.example")),
            signUp("no-identities", "a work account, which comes without identities", with { $0.identities = [] }),
            signUp("one-time-passcode", "a person who signs in by e-mail code", passcode),
            signUp("no-locale", "a browser that tells no language", with { $0.locales = [] }),
            signUp("many-locales", "several languages at once", with { $0.locales = ["fr-CA", "fr", "en"] }),
            signUp("typed-attributes", "custom attributes that are numbers and flags", typed),
            signUp("unknown-attribute", "an attribute that the API has never heard of", unknown),
            signUp("unicode", "names in many scripts, right to left, emoji", unicode),
            signUp("lengthy", "values as long as the directory allows", lengthy),
            signUp("markup", "names that are HTML, SQL, formats and line ends", markup),
            signUp("odd-address", "an address with quotes, plus and a punycode domain", oddAddress),
            signUp("again", "the first sign-up once more, as after a time-out", full, .sameAgain),
        ]
    }

    private var full: Claims {
        if let person { return person }
        var claims = Claims(
            email: "mireille.caron@atelier-lumen.example",
            identities: [
                Identity(signInType: "federated", issuer: "facebook.com", issuerAssignedID: "4417702913355821")
            ],
            locales: ["fr-FR"],
            attributes: [
                "displayName": "Mireille Caron", "givenName": "Mireille", "surname": "Caron", "jobTitle": "Buyer",
                "streetAddress": "14 quai des Brumes", "city": "Annecy", "postalCode": "74000",
                "state": "Haute-Savoie", "country": "France",
            ]
        )
        claims.attributes[Self.extensionID + "BadgeCode"] = "LUM-20931"
        claims.attributes.merge(dialect.facts.sampleAttributes(step)) { $1 }
        return claims
    }

    private func with(_ change: (inout Claims) -> Void) -> Claims {
        var claims = full
        change(&claims)
        return claims
    }

    private var passcode: Claims {
        let email = person?.email ?? "otp@mail-only.example"
        return Claims(
            email: email,
            identities: [Identity(signInType: "federated", issuer: "mail", issuerAssignedID: email)],
            locales: ["en-US"],
            attributes: person?.attributes ?? [:]
        )
    }

    private var typed: Claims {
        with {
            $0.attributes[Self.extensionID + "Seats"] = 12
            $0.attributes[Self.extensionID + "Newsletter"] = true
        }
    }

    private var unknown: Claims { with { $0.attributes[Self.extensionID + "AddedTomorrow"] = "x" } }

    private var unicode: Claims {
        with {
            if person == nil { $0.email = "zoë@bücher.example" }
            $0.attributes["displayName"] = "Zoë Ångström 李小龙 محمد אבי 👩‍👩‍👧‍👦 e\u{301} 𝒳"
            $0.attributes["surname"] = "\u{202E}drawkcab\u{202C}"
            $0.attributes["city"] = "Ĝéñèvé\u{200B}\u{FEFF}"
        }
    }

    private var lengthy: Claims {
        with {
            $0.attributes["displayName"] = .string(String(repeating: "N", count: 256))
            $0.attributes["streetAddress"] = .string(String(repeating: "é", count: 1024))
            for number in 0..<40 {
                $0.attributes[Self.extensionID + "Field\(number)"] = .string(String(repeating: "v", count: 250))
            }
        }
    }

    private var markup: Claims {
        with {
            $0.attributes["displayName"] = "<script>alert(1)</script>"
            $0.attributes["surname"] = "Robert'); DROP TABLE users;--"
            $0.attributes["city"] = "%n%s${jndi:ldap://x}{{7*7}}"
            $0.attributes["streetAddress"] = "line one\r\nX-Injected: yes\u{0}\u{1B}[31m"
        }
    }

    private var oddAddress: Claims {
        let domain = person?.email.flatMap { $0.split(separator: "@").last.map(String.init) } ?? "xn--bcher-kva.example"
        return with { $0.email = "\"o'neil b\"+tag@\(domain)" }
    }

    private func signUp(
        _ name: String,
        _ title: String,
        _ claims: Claims,
        _ expectation: ContractCase.Expectation = .contract
    ) -> ContractCase {
        ContractCase(
            name: name,
            title: title,
            body: dialect.dialect.request(claims, at: step),
            expectation: expectation
        )
    }

    // MARK: - What only others would send

    var hostile: [ContractCase] {
        let body = dialect.dialect.request(full, at: step)
        return [
            ContractCase(
                name: "no-credentials",
                title: "no credentials",
                body: body,
                credentials: .none,
                expectation: .credentialsRefused
            ),
            ContractCase(
                name: "wrong-credentials",
                title: "wrong credentials",
                body: body,
                credentials: .wrong,
                expectation: .credentialsRefused
            ),
            ContractCase(name: "method", title: "GET instead of POST", method: "GET", body: [], expectation: .refused),
            ContractCase(
                name: "media-type",
                title: "a body that says it is plain text",
                mediaType: "text/plain",
                body: body,
                expectation: .refused
            ),
            broken("empty", "an empty body", "", .refused),
            broken("cut", "JSON that ends too early", #"{"email":"a@b.example","#, .refused),
            broken("form", "a form instead of JSON", "email=a%40b.example&displayName=A", .refused),
            broken("array", "JSON that is no object", #"["a@b.example"]"#, .refused),
            broken("nulls", "attributes that are null", #"{"email":"a@b.example","city":null,"identities":null}"#),
            broken("wrong-types", "an address that is a number", #"{"email":1,"identities":"x","city":[]}"#),
            broken("duplicates", "the same member twice", #"{"email":"a@b.example","email":"c@d.example"}"#),
            broken("prototype", "member names that trap scripts", #"{"__proto__":{"x":1},"constructor":1,"":2}"#),
            nested, notUTF8, huge,
            ContractCase(
                name: "alive",
                title: "an ordinary sign-up after all this",
                body: body,
                expectation: .contract
            ),
        ]
    }

    private func broken(
        _ name: String,
        _ title: String,
        _ text: String,
        _ expectation: ContractCase.Expectation = .survived
    ) -> ContractCase {
        ContractCase(name: name, title: title, body: Array(text.utf8), expectation: expectation)
    }

    private var nested: ContractCase {
        let depth = 20_000
        let text =
            #"{"email":"a@b.example","x":"# + String(repeating: "[", count: depth)
            + String(repeating: "]", count: depth) + "}"
        var nested = broken("nesting", "20,000 arrays inside each other", text)
        nested.bodyCommand =
            #"python3 -c 'n=20000; print("{\"email\":\"a@b.example\",\"x\":"+"["*n+"]"*n+"}", end="")'"#
        return nested
    }

    private var notUTF8: ContractCase {
        var bytes = broken("not-utf8", "bytes that are no UTF-8", "")
        bytes.body = Array(#"{"email":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#"@b.example"}"#.utf8)
        bytes.bodyCommand = #"printf '{"email":"\303(\377@b.example"}'"#
        return bytes
    }

    private var huge: ContractCase {
        let text = #"{"email":"a@b.example","city":""# + String(repeating: "x", count: 4 << 20) + #""}"#
        var huge = broken("huge", "a body of four megabytes", text)
        huge.bodyCommand =
            #"python3 -c 'print("{\"email\":\"a@b.example\",\"city\":\""+"x"*(4<<20)+"\"}", end="")'"#
        return huge
    }
}
