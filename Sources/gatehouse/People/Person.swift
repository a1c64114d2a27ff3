import GatehouseModel

/// An invented person.
struct Person: Sendable, Hashable {
    var given: String
    var surname: String
    /// The address without its domain.
    var local: String
    var city: String
    var country: String
    var locale: String

    /// The invented person with this number. Numbers beyond the list repeat names with new addresses.
    static func number(_ number: Int) -> Person {
        var person = all[number % all.count]
        if number >= all.count { person.local += String(number / all.count + 1) }
        return person
    }

    private init(
        _ given: String,
        _ surname: String,
        _ local: String,
        _ city: String,
        _ country: String,
        _ locale: String
    ) {
        self.given = given
        self.surname = surname
        self.local = local
        self.city = city
        self.country = country
        self.locale = locale
    }

    private static let all = [
        Person("Mireille", "Caron", "mireille.caron", "Annecy", "France", "fr-FR"),
        Person("Tunde", "Okafor", "t.okafor", "Ibadan", "Nigeria", "en-NG"),
        Person("Ola", "Nordahl", "ola.nordahl", "Luleå", "Sweden", "sv-SE"),
        Person("明", "金井", "a.kanai", "仙台", "Japan", "ja-JP"),
        Person("Inês", "Brandão", "ines.brandao", "Braga", "Portugal", "pt-PT"),
        Person("Yusuf", "Demirel", "yusuf.demirel", "Bursa", "Türkiye", "tr-TR"),
        Person("Saoirse", "Kinsella", "skinsella", "Galway", "Ireland", "en-IE"),
        Person("Юлия", "Соколова", "julia.sokolova", "Томск", "Russia", "ru-RU"),
        Person("Lukas", "Baumgartner", "lukas.baumgartner", "Graz", "Austria", "de-AT"),
        Person("Noor", "van Dijck", "noor", "Utrecht", "Netherlands", "nl-NL"),
        Person("ليلى", "حداد", "layla.haddad", "صيدا", "Lebanon", "ar-LB"),
        Person("Pekka", "Rautio", "pekka.rautio", "Oulu", "Finland", "fi-FI"),
        Person("Ximena", "Ávalos", "ximena", "Puebla", "Mexico", "es-MX"),
        Person("지우", "한", "jiwoo.han", "대전", "South Korea", "ko-KR"),
        Person("Ewa", "Wróbel", "ewa.wrobel", "Łódź", "Poland", "pl-PL"),
        Person("Rahul", "Deshpande", "rahul.d", "Pune", "India", "en-IN"),
        Person("Étienne", "Gagnon", "etienne.gagnon", "Québec", "Canada", "fr-CA"),
    ]
}

/// The identity provider of an invented person.
enum Provider: Int, Sendable, CaseIterable {
    case google, facebook, mail
    /// Microsoft Entra ID and Microsoft accounts come without identities.
    case entra

    func identities(subject: Int, email: String) -> [Identity] {
        switch self {
        case .google: [Identity(signInType: "federated", issuer: "google.com", issuerAssignedID: "1140\(subject)7733")]
        case .facebook:
            [Identity(signInType: "federated", issuer: "facebook.com", issuerAssignedID: "44177\(subject)21")]
        case .mail: [Identity(signInType: "federated", issuer: "mail", issuerAssignedID: email)]
        case .entra: []
        }
    }
}
