import ControlProtocol
package import GatehouseModel
package import TerminalUI

/// Calls that are shown instead of the stream: of one person, one sign-up or one connector.
package struct PinnedCalls: Sendable {
    package enum Subject: Sendable, Hashable {
        /// The person of one call.
        case person(call: CallID, email: String?)
        case signUp(ReferenceCode)
        case connector(String)
        /// A group of a simulation's flips, described in words.
        case flips(String)
    }

    /// The position in the stream to return to.
    package struct Before: Sendable {
        package var held: TrafficKey?
        package var selection: TableSelection<TrafficKey>
    }

    package let subject: Subject
    package var buffer: CallBuffer
    package var isReading = false
    /// The screen to return to.
    package let from: ScreenID
    package let before: Before
    /// The overlays above that screen, to be restored.
    package var above: [Overlay] = []

    init(subject: Subject, calls: [CallSummary], from: ScreenID, before: Before) {
        self.subject = subject
        self.from = from
        self.before = before
        buffer = CallBuffer()
        for call in calls.sorted(by: { $0.id < $1.id }) { buffer.insert(call) }
        buffer.older = .none
    }

    /// Whether a new call belongs here. A person is recognised by the address; calls that only share the provider's id
    /// are added by the next reload.
    func includes(_ call: CallSummary) -> Bool {
        switch subject {
        case .person(_, let email):
            guard let email, let other = call.email else { return false }
            return email.lowercased() == other.lowercased()
        case .connector(let name): return call.direction == .outbound && call.endpoint == name
        case .signUp, .flips: return false
        }
    }

    /// The title of the list.
    func title(_ state: ConsoleState) -> String {
        switch subject {
        case .person(_, let email): "person \(state.shown(email))"
        case .signUp(let code): "sign-up \(code)"
        case .connector(let name): "calls to \(name)"
        case .flips(let words): words
        }
    }
}

extension TrafficScreen {
    static let signUpTab = 4

    /// The sign-up of the selected call.
    static func signUpCode(_ state: ConsoleState) -> ReferenceCode? {
        guard let id = state.traffic.selectedRow?.call?.id, case .call(let detail) = state.resources.value("call/\(id)")
        else { return nil }
        return detail.signUp
    }

    /// Shows calls in Traffic, with the cursor on one of them.
    static func pin(
        _ subject: PinnedCalls.Subject,
        calls: [CallSummary],
        at id: CallID,
        _ state: inout ConsoleState
    ) -> [Effect] {
        let from = state.screen
        state.traffic.pin(calls, subject, at: id, from: from)
        let effects = state.show(.traffic)
        state.pane.isDetailFocused = false
        state.pane.scroll = 0
        return effects
    }

    /// The daemon finds people by their address.
    static func mayFollowPerson(_ state: ConsoleState) -> Command.Availability {
        guard let call = state.traffic.selectedRow?.call else { return .no("select a call first") }
        return .init(call.email != nil, else: "the call names no address to follow")
    }

    /// Shows the calls of a call's person, from any screen.
    static func followPerson(call: CallID, email: String?, _ state: inout ConsoleState) -> [Effect] {
        let known = state.traffic.all.index(of: TrafficKey(call)).flatMap { state.traffic.all.rows[$0].call }
        let effects = pin(.person(call: call, email: email), calls: known.map { [$0] } ?? [], at: call, &state)
        state.traffic.pinned?.isReading = true
        return effects + [askForPerson(call)]
    }

    private static func askForPerson(_ call: CallID) -> Effect {
        .ask(Ask(FollowPerson(id: call.description, limit: 1000)) { .traffic(.person(call: call, $0)) })
    }

    /// Reloads the calls of a pinned person.
    static func reloadPinned(_ state: ConsoleState) -> [Effect] {
        guard case .person(let call, _) = state.traffic.pinned?.subject else { return [] }
        return [askForPerson(call)]
    }

    static func person(
        of call: CallID,
        _ result: Result<Page<CallSummary>, ControlError>,
        _ state: inout ConsoleState
    ) {
        guard case .person(call, _) = state.traffic.pinned?.subject else { return }
        state.traffic.pinned?.isReading = false
        switch result {
        case .failure(let error):
            state.say("cannot read the person's calls: \(error.problem?.detail ?? error.description)", .bad)
        case .success(let page):
            for call in page.items { state.traffic.pinned?.buffer.insert(call) }
            state.traffic.held = state.traffic.active.rows.last?.key ?? state.traffic.held
            let more = page.next == nil ? "" : " (the newest \(page.items.count) of them)"
            state.say("\(Words.count(page.items.count, "call")) of this person\(more)", .info)
        }
    }

    /// Returns to the stream, and to the screen from which the calls were opened; nil if nothing is pinned.
    static func unpin(_ state: inout ConsoleState) -> [Effect]? {
        let above = state.traffic.pinned?.above ?? []
        guard !state.pane.isDetailFocused, !state.pane.search.isActive, let from = state.traffic.unpin() else {
            return nil
        }
        guard from != .traffic else { return [] }
        let effects = state.show(from)
        if from == .flows, state.flows.opened != nil || FlowsScreen.detailHasRows(state) {
            state.pane.isDetailFocused = true
        }
        state.covered = above.dropLast()
        state.dialog = above.last
        return effects
    }
}
