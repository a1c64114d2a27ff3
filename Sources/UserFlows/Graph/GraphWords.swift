import GatehouseModel

/// Translates between the words of Microsoft Graph and Gatehouse's.
enum GraphWords {
    static let basic = "#microsoft.graph.basicAuthentication"
    static let certificates = "#microsoft.graph.clientCertificateAuthentication"
    static let pkcs12 = "#microsoft.graph.pkcs12Certificate"
    static let connector = "#microsoft.graph.identityApiConnector"
    static let b2x = "#microsoft.graph.b2xIdentityUserFlow"
    static let b2c = "#microsoft.graph.b2cIdentityUserFlow"
    /// Graph shows six asterisks instead of a password.
    static let maskedPassword = "******"

    /// `apiConnectorConfiguration`'s relationships.
    static let steps: [(step: Step, member: String)] = [
        (.postFederation, "postFederationSignup"), (.postAttributeCollection, "postAttributeCollection"),
    ]

    /// `identityProviderType`, the id of the built-in provider, and the issuer as `identities` name it.
    static let providers: [(type: String, id: String, issuer: String)] = [
        ("Google", "Google-OAUTH", "google.com"), ("Facebook", "Facebook-OAUTH", "facebook.com"),
        ("EmailOTP", "EmailOtpSignup-OAUTH", "mail"), ("AADSignup", "AADSignup-OAUTH", "ExternalAzureAD"),
        ("MicrosoftAccount", "MSASignup-OAUTH", "MicrosoftAccount"),
        ("EmailPassword", "EmailPassword-OAUTH", UserFlow.local),
    ]

    /// The issuer of a provider that a file names by its type, its id, or the older name of its type.
    static func issuer(of word: String) -> String? {
        let word = word == "MSASignup" ? "MicrosoftAccount" : word
        return providers.first { $0.type == word || $0.id == word }?.issuer
    }

    /// The claim for an attribute's id: Graph writes `City`, connectors get `city`.
    static func claim(of id: String) -> String {
        Claims.builtInAttributes.first { $0.lowercased() == id.lowercased() } ?? id
    }

    /// `userFlowType` of user flows for signing up.
    static let userFlowType = "signUpOrSignIn"
    static let signUpTypes: Set = ["signUpOrSignIn", "signUp"]

    /// `identityUserFlowAttribute.dataType`.
    static func kind(_ type: String) -> UserFlow.Attribute.Kind? {
        switch type {
        case "string": .string
        case "boolean": .bool
        case "int64": .int
        default: nil
        }
    }

    static func type(_ kind: UserFlow.Attribute.Kind) -> String {
        switch kind {
        case .string: "string"
        case .bool: "boolean"
        case .int: "int64"
        }
    }
}
