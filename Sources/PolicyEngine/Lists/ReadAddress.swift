import GatehouseModel

/// An address that claims name, read once for all lists.
struct ReadAddress: Sendable {
    private let claimed: ClaimedAddress
    /// Nil if the address is invalid.
    let email: EmailAddress?
    /// Why the address is invalid.
    private let fault: AddressFault?

    private init(_ claimed: ClaimedAddress) {
        self.claimed = claimed
        do throws(AddressFault) {
            email = try EmailAddress(reading: claimed.text)
            fault = nil
        } catch {
            email = nil
            fault = error
        }
    }

    /// The addresses of some claims, each once however it is written.
    static func all(in claims: Claims) -> [ReadAddress] {
        var all: [ReadAddress] = []
        for claimed in claims.addresses {
            let address = ReadAddress(claimed)
            if address.email == nil || !all.contains(where: { $0.email == address.email }) { all.append(address) }
        }
        return all
    }

    /// Remarks for the trace about invalid addresses, and about the claims of the addresses that the lists check; none
    /// for the usual claim `email`.
    static func notes(_ all: [ReadAddress]) -> [String] {
        var notes = all.compactMap(\.complaint)
        let usable = all.filter { $0.email != nil }
        if usable.count > 1 {
            let each = usable.map(\.origin).joined(separator: " and ")
            notes.append("the lists were asked about \(each); the strictest answer counts")
        } else if let only = usable.first, only.claimed.source != .email {
            notes.append("the lists were asked about \(only.origin), since no claim email came")
        }
        return notes
    }

    private var complaint: String? {
        fault.map {
            "\(claimed.source) is no e-mail address, so no entry for addresses or domains can match: \($0)"
        }
    }

    private var origin: String { "\(email?.canonical ?? "") (\(claimed.source))" }
}
