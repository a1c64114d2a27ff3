import ControlProtocol
import GatehouseModel

/// The kinds of visits in the demo. The mixture repeats, so that every kind occurs early.
enum Story: String, Sendable, CaseIterable {
    case guest = "guest"
    case guestStartsOver = "guest who starts over at once"
    case guestAsksAgain = "guest who asks again"
    case guestApproved = "guest who is approved and comes back"
    case guestDenied = "guest who is denied and comes back"
    case friend = "friend"
    case blocked = "blocked domain"
    case shopper = "shopper"
    case watched = "shopper from a watched domain"
    case mistyped = "shopper who mistypes the postal code"
    case capitals = "shopper in capitals"
    case business = "shopper for a business"
    case madeUp = "shopper with a made-up postal code"
    case hostileName = "hostile name"
    case hostileCall = "hostile call"

    /// The story of the visit with this number.
    static func number(_ number: Int) -> Story { mixture[number % mixture.count] }

    private static let mixture: [Story] = [
        .guest, .friend, .shopper, .blocked, .guestStartsOver, .hostileCall, .guest, .guestApproved, .shopper,
        .watched, .mistyped, .friend, .hostileName, .guestAsksAgain, .capitals, .shopper, .hostileCall, .blocked,
        .guestDenied, .business, .guest, .friend, .madeUp, .hostileCall, .guestStartsOver,
    ]
}

/// The flows of the sample policy that the stories use.
struct SampleFlows: Sendable {
    let guests: UserFlow
    let shop: UserFlow

    /// The visit with this number.
    func visit(_ number: Int) -> Visit {
        let story = Story.number(number)
        let visitor = Visitor(number, flow: story.isAtShop ? shop : guests, domain: story.domain(number))
        return Visit(story: story.rawValue, email: visitor.email, acts: acts(story, visitor, number))
    }

    private func acts(_ story: Story, _ visitor: Visitor, _ number: Int) -> [Visit.Act] {
        let asks = visitor.signsUp(.blocked(saying: visitor.waiting, .continue, .pending))
        let later = visitor.returning
        switch story {
        case .guest: return [asks]
        case .guestStartsOver:
            // The claims are the same as a moment ago, so the endpoint treats the call as a repetition.
            var ending = Ending.blocked(saying: visitor.waiting, .pending)
            ending.retries = 1
            return [asks, visitor.signsUp(ending)]
        case .guestAsksAgain: return [asks, later.signsUp(.blocked(saying: visitor.waiting, .pending))]
        case .guestApproved: return [asks, .decide(.approve), later.signsUp(.created(.continue, .continue))]
        case .guestDenied:
            return [asks, .decide(.deny), later.signsUp(.blocked(saying: visitor.declined, .block))]
        case .friend: return [visitor.signsUp(.created(.continue, .continue))]
        case .blocked: return [visitor.signsUp(.blocked(saying: visitor.notPossible, .block))]
        case .shopper: return [visitor.signsUp(.created(.continue))]
        case .watched: return [visitor.signsUp(.blocked(saying: visitor.waiting, .pending))]
        case .mistyped, .capitals, .business, .madeUp: return [atRule(story, visitor)]
        case .hostileName:
            let ending = Ending.blocked(saying: visitor.waiting, .continue, .pending)
            return [visitor.named(HostileText.number(number)).signsUp(ending)]
        case .hostileCall: return [HostileCall.number(number)]
        }
    }

    /// Visits that match the rules.
    private func atRule(_ story: Story, _ visitor: Visitor) -> Visit.Act {
        var ending = Ending.created(.continue)
        var visitor = visitor
        switch story {
        case .mistyped:
            ending = .created(.invalid, .continue)
            ending.rules = ["postal code"]
            visitor = visitor.typing(postalCode: "1234", in: "Sweden").correcting(postalCode: "113 51")
        case .capitals:
            ending.rules = ["tidy names"]
            ending.name = "Ada Berg-Lund"
            visitor = visitor.named("ADA BERG-LUND ")
        case .business:
            ending.rules = ["business"]
            visitor = visitor.named("Kiosk by the Quay Ltd")
        default:
            ending.rules = ["made-up postal code"]
            visitor = visitor.typing(postalCode: "12345", in: "Sweden")
        }
        return visitor.signsUp(ending)
    }
}

extension Story {
    fileprivate var isAtShop: Bool {
        switch self {
        case .shopper, .watched, .mistyped, .capitals, .business, .madeUp: true
        case .guest, .guestStartsOver, .guestAsksAgain, .guestApproved, .guestDenied, .friend, .blocked, .hostileName,
            .hostileCall:
            false
        }
    }

    /// The domain of the addresses in this story; nil for any.
    fileprivate func domain(_ number: Int) -> String? {
        switch self {
        case .friend: number.isMultiple(of: 2) ? "quaynorth.example" : "oslo.fjordline.example"
        case .blocked: number.isMultiple(of: 2) ? "mail.throwaway.example" : "throwaway.example"
        case .watched: "team.newcomer.example"
        case .guest, .guestStartsOver, .guestAsksAgain, .guestApproved, .guestDenied, .shopper, .mistyped, .capitals,
            .business, .madeUp, .hostileName, .hostileCall:
            nil
        }
    }
}
