import GatehouseModel
import Testing

@testable import UserFlows

@Suite struct `A sign-up` {
    private static let typed: [String: JSONValue] = ["displayName": "Mireille C.", "postalCode": "74000"]

    @Test func `a sign-up goes through both connectors and the form to an account and a token`() {
        let play = FlowPlay()
        play.start() <<< .check()
        play >>> .goOn() <<< .showForm
        play >>> .submitted(Self.typed) <<< .request(.mireille.with(Self.typed))
        play >>> .goOn() <<< .write(Self.typed)
        play >>> .written(account: "a-1") <<< .issueToken
        #expect(play.state?.stage == .created)
        #expect(
            play.state.map(play.engine.tokenClaims) == [
                "email": "mireille.caron@atelier-lumen.example", "displayName": "Mireille C.", "objectId": "a-1",
                "idp": "google.com",
            ]
        )
    }

    @Test func `a sign-up for a local account skips the first connector`() {
        FlowPlay().start(.local) <<< .showForm
    }

    @Test func `a sign-up without a first connector begins with the form`() {
        FlowPlay(.guests.without(.postFederation)).start() <<< .showForm
    }

    @Test func `a sign-up without a second connector creates the account after the form`() {
        let play = FlowPlay(.guests.without(.postAttributeCollection)).start() >>> .goOn()
        play >>> .submitted(Self.typed) <<< .write(Self.typed)
    }

    @Test func `a sign-up without a form still calls the second connector`() {
        FlowPlay(.guests.withoutForm).start() >>> .goOn() <<< .request(.mireille)
    }

    @Test func `a sign-up without connectors and form creates the account at once`() {
        let flow = UserFlow(name: "bare", identityProviders: ["GOOGLE.com"])
        FlowPlay(flow).start() <<< .write([:])
    }

    // MARK: The first connector

    @Test func `the form is prefilled from the identity provider, then from the first connector`() {
        let play = FlowPlay().start() >>> .goOn(["postalCode": "74000", "displayName": "M. Caron"])
        #expect(play.state?.values == ["displayName": "M. Caron", "postalCode": "74000"])
    }

    @Test func `a block page from the first connector ends the sign-up`() {
        let play = FlowPlay().start() >>> .block("Not from here.") <<< .showBlockPage
        #expect(play.state?.stage == .blocked)
        #expect(play.state?.message == "Not from here.")
    }

    @Test func `a validation error from the first connector fails the sign-up, since there is no form yet`() {
        let play = FlowPlay().start() >>> .invalid("Wrong.") <<< .showFailure
        #expect(play.state?.problem?.contains("there is no form yet") == true)
    }

    @Test(arguments: [FlowEvent.breach, .vanished])
    func `a connector that fails or is misunderstood fails the sign-up closed`(event: FlowEvent) {
        let first = FlowPlay().start() >>> event <<< .showFailure
        #expect(first.state?.stage == .failed)
        let second = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> event <<< .showFailure
        #expect(second.state?.stage == .failed)
        #expect(second.state?.problem != nil)
        #expect(second.state?.message?.contains("Allow") == false)
    }

    @Test func `a value of the wrong type is not prefilled, and a note says so`() {
        let play = FlowPlay().start() >>> .goOn(["extension_Seats": "many"]) <<< .showForm
        #expect(play.state?.values["extension_Seats"] == nil)
        #expect(play.notes.first?.contains("extension_Seats") == true)
    }

    // MARK: The form

    @Test func `a validation error from the second connector returns the form with the typed values`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> .invalid("Form NNN NN.") <<< .showForm
        #expect(play.state?.values == Self.typed)
        #expect(play.state?.message == "Form NNN NN.")
        #expect(play.state?.validations == 1)
        play >>> .submitted(Self.typed) <<< .request(.mireille.with(Self.typed))
        #expect(play.state?.message == nil)
    }

    @Test func `the form is returned for missing values and wrong types`() {
        let play = FlowPlay().start(.local)
        play >>> .submitted(["extension_Seats": "many", "extension_Terms": "perhaps", "postalCode": "74000"])
            <<< .showForm
        #expect(play.state?.fieldMessages.keys.sorted() == ["displayName", "extension_Seats", "extension_Terms"])
        #expect(play.state?.values == ["extension_Seats": "many", "extension_Terms": "perhaps", "postalCode": "74000"])
    }

    @Test func `numbers and yes or no are accepted as text, and white space around them is removed`() {
        let play = FlowPlay().start() >>> .goOn()
        play >>> .submitted(["displayName": "  Mireille \n", "extension_Seats": " 12 ", "extension_Terms": "yes"])
        #expect(play.state?.values == ["displayName": "Mireille", "extension_Seats": 12, "extension_Terms": true])
    }

    @Test(arguments: ["", "   ", "\n\t"]) func `white space is not accepted as a name`(text: String) {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(["displayName": .string(text)]) <<< .showForm
        #expect(play.state?.fieldMessages == ["displayName": "This is required."])
    }

    @Test(arguments: [String(repeating: "x", count: 1025), "a\u{1B}[2Jb"])
    func `text that is too long or acts on a terminal is not accepted`(text: String) {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(["displayName": .string(text)]) <<< .showForm
        #expect(play.state?.fieldMessages.keys.first == "displayName")
        #expect((play.state?.values["displayName"]?.string?.count ?? 0) <= 1024)
    }

    @Test func `an unknown field in the form is refused`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(["email": "other@b.example"])
        #expect(
            play.refusal
                == .unknownField("email", known: ["displayName", "postalCode", "extension_Seats", "extension_Terms"])
        )
        #expect(play.state?.stage == .form)
    }

    @Test func `the form is returned only a limited number of times`() {
        let play = FlowPlay(limits: FlowLimits(validations: 2)).start() >>> .goOn()
        play >>> .submitted([:]) >>> .submitted([:]) <<< .showForm
        play >>> .submitted([:]) <<< .showFailure
        #expect(play.state?.problem == "the form was sent back more than 2 times")
    }

    // MARK: The second connector

    @Test
    func `only attributes of the flow are taken from the second connector, never address or identities`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed)
        play
            >>> .goOn([
                "postalCode": "74 000", "extension_9f3b6c1d2e4a4f7c8b5a6d7e8f901234_Seats": "7", "city": "Annecy",
                "email": "other@b.example", "identities": .array([]), "displayName": .null, "extension_Level": "gold",
            ])
        play <<< .write(["displayName": "Mireille C.", "postalCode": "74 000", "extension_Seats": 7])
        #expect(play.notes.contains { $0.contains("city, email, identities") })
        play >>> .written(account: "a-1")
        #expect(play.state.map(play.engine.tokenClaims)?["extension_Level"] == "gold")
    }

    @Test func `a value of the wrong type from the second connector fails the sign-up`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> .goOn(["extension_Seats": "many"])
        play <<< .showFailure
        #expect(play.state?.problem?.contains("extension_Seats") == true)
    }

    @Test func `a required value stays if a connector empties it`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed)
        play >>> .goOn(["displayName": "", "postalCode": ""]) <<< .write(["displayName": "Mireille C."])
    }

    @Test func `a block page from the second connector ends the sign-up`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> .block("Wait.") <<< .showBlockPage
        #expect(play.state?.stage == .blocked)
    }

    @Test func `a validation error fails the sign-up if the flow has no form`() {
        FlowPlay(.guests.withoutForm).start() >>> .goOn() >>> .invalid("Wrong.") <<< .showFailure
    }

    @Test func `a connector receives neither nulls nor empty texts`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(["displayName": "M", "postalCode": ""])
        play <<< .request(.mireille.with(["displayName": "M"]))
    }

    // MARK: The account

    @Test func `a person who has an account is refused before any connector is called`() {
        let play = FlowPlay().start(isKnown: true) <<< .showFailure
        #expect(play.state?.problem == FlowEngine.alreadyThere)
    }

    @Test func `a sign-up fails if another sign-up of the person was faster`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> .goOn()
        play >>> .notWritten(.taken) <<< .showFailure
        #expect(play.state?.problem == FlowEngine.alreadyThere)
        #expect(play.state?.message == "You already have an account. Sign in instead.")
    }

    @Test func `a sign-up fails if the account cannot be created`() {
        let play = FlowPlay().start() >>> .goOn() >>> .submitted(Self.typed) >>> .goOn()
        play >>> .notWritten(.failed("the disk is full")) <<< .showFailure
        #expect(play.state?.problem == "the disk is full")
    }

    @Test func `a sign-up has no token before it has an account`() {
        let play = FlowPlay().start() >>> .goOn()
        #expect(play.state.map(play.engine.tokenClaims) == [:])
    }
}
