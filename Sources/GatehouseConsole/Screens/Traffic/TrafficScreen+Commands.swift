import ControlProtocol
import GatehouseModel

extension TrafficScreen {
    static let commands: [Command] = [
        Command("follow", "follow", keys: ["F"], footer: 40, help: "go with the newest calls again") { state, _ in
            state.traffic.follow()
            state.pane.isDetailFocused = false
            return []
        },
        Command("pause", "pause", keys: ["p"], help: "have the daemon send no calls; again to go on where it stopped") {
            state,
            _ in
            state.connection.paused.toggle()
            state.say(state.connection.paused ? "paused: the daemon sends no calls" : "resumed", .info)
            return state.watch()
        },
        Command(
            "list-this",
            "add to a list…",
            keys: ["A"],
            role: .approver,
            footer: 70,
            help: "make a list entry or a rule of the call: its address, domain, provider, network, claims",
            enabled: { .init($0.traffic.selectedRow?.call != nil, else: "select a call first") }
        ) { state, _ in
            state.traffic.hold()
            guard let call = state.traffic.selectedRow?.call else { return [] }
            return AddToListMenu.open(subject(call, state), &state)
        },
        Command(
            "reveal",
            "reveal",
            keys: ["r"],
            role: .approver,
            danger: .confirm,
            help: "show the bodies of the call; written to the audit log",
            enabled: { .init($0.traffic.selectedRow?.call != nil, else: "select a call first") },
            question: { state, _ in
                guard let call = state.traffic.selectedRow?.call else { return nil }
                return Question(
                    "Reveal the bodies of \(call.code)?",
                    ["They hold personal data. That you looked is written to the audit log."],
                    yes: "reveal"
                )
            }
        ) { state, _ in
            state.traffic.hold()
            guard let call = state.traffic.selectedRow?.call else { return [] }
            let key = "bodies/\(call.id)"
            state.pane.tab = 2
            state.resources.begin(key, at: state.now)
            return [.ask(Ask(RevealCall(id: call.id.description)) { .resource(key: key, $0.map(Resource.bodies)) })]
        },
        Command(
            "person",
            "this person",
            keys: ["P"],
            role: .approver,
            footer: 75,
            help: "only the calls of this person, inbound and outbound; esc goes back",
            enabled: { mayFollowPerson($0) }
        ) { state, _ in
            state.traffic.hold()
            guard let call = state.traffic.selectedRow?.call else { return [] }
            return followPerson(call: call.id, email: call.email, &state)
        },
        Command("fold", "fold", keys: ["z"], help: "fold JSON bodies below depth 2, below depth 1, or not at all") {
            state,
            _ in
            state.traffic.foldDepth = state.traffic.foldDepth == 2 ? 1 : state.traffic.foldDepth == 1 ? nil : 2
            state.pane.scroll = 0
            return []
        },
        Command(
            "sign-up",
            "sign-up",
            keys: ["S"],
            help: "open the sign-up that the call belongs to, on the Flows screen",
            enabled: { .init(signUpCode($0) != nil, else: "this call belongs to no sign-up of a user flow of ours") }
        ) { state, _ in
            guard let code = signUpCode(state) else { return [] }
            return FlowsScreen.open(code.description, from: .traffic, &state)
        },
        Command(
            "goto",
            "go to",
            arguments: [CommandArgument("code")],
            help: "show the call with a code or an id"
        ) { state, words in
            guard let code = ReferenceCode(words[0]) else {
                state.say("\(words[0]) is no code; codes look like K7Q2-9MXD", .warning)
                return []
            }
            let effects = Filtering.set("code:\(code)", &state)
            state.traffic.opensFirst = true
            return effects
        },
    ]

    /// The facts about a call.
    private static func subject(_ call: CallSummary, _ state: ConsoleState) -> Subject {
        var subject = Subject(email: call.email, issuer: call.issuer, origin: "call \(call.code)", call: call)
        if case .call(let detail) = state.resources.value("call/\(call.id)") {
            subject.claims = detail.claims
            subject.client = detail.client
        }
        subject.endpoint = call.direction == .inbound && call.dialect != nil ? call.endpoint : nil
        return subject
    }
}
