import ControlProtocol
import GatehouseModel

/// The kinds of sign-up that make the demo's crowd; the mixture repeats, so every kind comes early.
enum Story: String, Sendable, CaseIterable {
    case guest = "guest"
    case guestSentTwice = "guest, the request sent twice"
    case guestAsksAgain = "guest who asks again"
    case guestApproved = "guest who is approved and comes back"
    case guestDenied = "guest who is denied and comes back"
    case friend = "friend"
    case blocked = "blocked domain"
    case shopper = "shopper"
    case watched = "shopper from a watched domain"
    case hostileName = "hostile name"
    case hostileCall = "hostile call"

    /// The story of the crowd's nth member.
    static func number(_ number: Int) -> Story { mixture[number % mixture.count] }

    private static let mixture: [Story] = [
        .guest, .friend, .shopper, .blocked, .guestSentTwice, .hostileCall, .guest, .guestApproved, .shopper, .watched,
        .friend, .hostileName, .guestAsksAgain, .shopper, .hostileCall, .blocked, .guestDenied, .shopper, .guest,
        .friend, .shopper, .hostileCall, .guestSentTwice,
    ]
}

extension Visit {
    /// The sign-up of the crowd's nth member.
    static func number(_ number: Int) -> Visit {
        let story = Story.number(number)
        let visitor = Visitor(number, domain: story.domain(number))
        return Visit(story: story.rawValue, email: visitor.email, acts: acts(story, visitor, number))
    }

    private static func acts(_ story: Story, _ visitor: Visitor, _ number: Int) -> [Act] {
        let first = [visitor.federated(.goOn), visitor.asks(visitor.waiting)]
        switch story {
        case .guest: return first
        case .guestSentTwice: return first + [visitor.asks(visitor.waiting, isRetry: true)]
        case .guestAsksAgain:
            let later = visitor.returning
            return first + [later.federated(visitor.waiting), later.asks(visitor.waiting)]
        case .guestApproved:
            let later = visitor.returning
            return first + [.decide(.approve), later.federated(.goOn), later.asks(.goOn)]
        case .guestDenied: return first + [.decide(.deny), visitor.returning.federated(visitor.declined)]
        case .friend: return [visitor.federated(.goOn), visitor.asks(.goOn)]
        case .blocked: return [visitor.federated(visitor.notPossible)]
        case .shopper: return [visitor.shops(.goOn)]
        case .watched: return [visitor.shops(visitor.waiting)]
        case .hostileName: return [visitor.named(HostileText.number(number)).asks(visitor.waiting)]
        case .hostileCall: return [HostileCall.number(number, visitor)]
        }
    }
}

extension Story {
    /// Where people of this story have their address.
    fileprivate func domain(_ number: Int) -> String {
        switch self {
        case .friend: number.isMultiple(of: 2) ? "quaynorth.example" : "oslo.fjordline.example"
        case .blocked: number.isMultiple(of: 2) ? "mail.throwaway.example" : "throwaway.example"
        case .watched: "team.newcomer.example"
        case .guest, .guestSentTwice, .guestAsksAgain, .guestApproved, .guestDenied, .shopper, .hostileName,
            .hostileCall:
            Self.organisations[number / 3 % Self.organisations.count] + ".example"
        }
    }

    private static let organisations = [
        "atelier-lumen", "brisewater", "granite-works", "petrichor", "hollow-oak", "tidemark", "saltmarsh",
        "lanternway",
    ]
}
