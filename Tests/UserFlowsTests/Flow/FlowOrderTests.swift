import GatehouseModel
import TestSupport
import Testing

@testable import UserFlows

@Suite struct `The order of a sign-up` {
    private static let events: [FlowEvent] = [
        .submitted(["displayName": "M"]), .submitted([:]), .goOn(), .goOn(["displayName": "N"]), .block("No."),
        .invalid("Again."), .breach, .vanished, .written(account: "a"), .notWritten(.taken), .timePassed,
    ]

    @Test(arguments: [SignUp.Stage.created, .blocked, .failed, .abandoned])
    func `no event changes a sign-up that has ended`(stage: SignUp.Stage) {
        let play = FlowPlay()
        switch stage {
        case .blocked: play.start() >>> .block("No.")
        case .failed: play.start() >>> .breach
        case .abandoned:
            play.start() >>> .goOn()
            play.now = play.now + .seconds(1800)
            play >>> .timePassed
        default: play.start() >>> .goOn() >>> .submitted(["displayName": "M"]) >>> .goOn() >>> .written(account: "a")
        }
        #expect(play.state?.stage == stage)
        let end = play.state
        for event in Self.events {
            play >>> event
            #expect(play.refusal == .wrongStage(stage), "\(event)")
            #expect(play.state == end)
        }
    }

    @Test func `a form that is submitted twice is refused`() {
        let play =
            FlowPlay().start() >>> .goOn() >>> .submitted(["displayName": "M"]) >>> .submitted(["displayName": "N"])
        #expect(play.refusal == .wrongStage(.step2))
        #expect(play.state?.values["displayName"] == "M")
    }

    @Test func `an unrequested answer is refused`() {
        let play = FlowPlay().start(.local) >>> .goOn(["displayName": "N"])
        #expect(play.refusal == .wrongStage(.form))
    }

    @Test func `a form expires after its time and not before`() {
        let play = FlowPlay().start(.local)
        play.now = play.now + .seconds(1799)
        play >>> .timePassed
        #expect(play.state?.stage == .form)
        play.now = play.now + .seconds(1)
        play >>> .timePassed <<< .showFailure
        #expect(play.state?.stage == .abandoned)
    }

    @Test func `an interrupted sign-up is resumed where it was, with the same claims`() throws {
        let play = FlowPlay().start()
        let first = play.deeds
        #expect(play.engine.resume(try #require(play.state)) == first)
        play >>> .goOn() >>> .submitted(["displayName": "M"])
        let second = play.deeds
        #expect(play.engine.resume(try #require(play.state)) == second)
        play >>> .goOn()
        let third = play.deeds
        #expect(play.engine.resume(try #require(play.state)) == third)
    }

    @Test(arguments: [
        (Claims(email: nil), FlowRefusal.noAddress(nil)),
        (Claims(email: "nobody"), .noAddress("nobody")),
        (
            Claims(
                email: "a@b.example",
                identities: [Identity(signInType: "federated", issuer: "evil.example", issuerAssignedID: "1")]
            ), .unknownProvider("evil.example", offered: ["google.com", "facebook.com", "mail", "local"])
        ),
    ])
    func `a person who cannot sign up here is refused`(person: Claims, refusal: FlowRefusal) {
        let play = FlowPlay().start(person)
        #expect(play.refusal == refusal)
        #expect(play.state == nil)
    }

    @Test func `a local sign-up is refused if the flow has no local accounts`() {
        let flow = UserFlow(name: "guests", identityProviders: ["google.com"])
        #expect(FlowPlay(flow).start(.local).refusal == .noLocalAccounts(offered: ["google.com"]))
    }

    @Test func `a person with too many or too long claims is refused`() {
        let many = Dictionary(uniqueKeysWithValues: (0..<200).map { ("c\($0)", JSONValue.int(1)) })
        let large: [String: JSONValue] = ["bio": .string(String(repeating: "x", count: 9000))]
        for attributes in [many, large] {
            let play = FlowPlay().start(Claims.mireille.with(attributes))
            guard case .tooMuch = play.refusal else {
                Issue.record("begun")
                continue
            }
        }
    }

    /// Whatever the order of events, an account is created only after the last connector allowed it, and never
    /// after a block page or a failure.
    @Test func `no account is created after a block page or a failure`() {
        var random = Seeded(state: 20_261_126)
        for _ in 0..<4000 {
            let flow = [UserFlow.guests, .guests.withoutForm, .guests.without(.postFederation)].randomElement(
                using: &random
            )
            let play = FlowPlay(flow ?? .guests).start()
            var isOver = false
            var wasLet = false
            for _ in 0..<12 {
                let event = Self.events.randomElement(using: &random) ?? .timePassed
                let before = play.state?.stage
                play >>> event
                if isOver { #expect(play.effects.isEmpty && play.refusal != nil) }
                if before == .step2, case .answered(.continue) = event { wasLet = true }
                let writes = play.deeds.contains { effect in if case .write = effect { true } else { false } }
                if writes { #expect(wasLet && !isOver) }
                if play.state?.stage == .created { #expect(before == .writing || before == .created) }
                isOver = isOver || play.state?.stage.isOver == true
            }
        }
    }

    @Test func `a later stage of the funnel is counted only with the earlier ones`() {
        var random = Seeded(state: 7)
        for _ in 0..<500 {
            let play = FlowPlay().start()
            for _ in 0..<8 {
                play >>> (Self.events.randomElement(using: &random) ?? .timePassed)
                guard let funnel = play.state?.funnel else { continue }
                #expect(funnel.started >= funnel.passedStep1)
                #expect(funnel.passedStep1 >= funnel.submitted)
                #expect(funnel.submitted >= funnel.passedStep2)
                #expect(funnel.passedStep2 >= funnel.created)
            }
        }
    }
}
