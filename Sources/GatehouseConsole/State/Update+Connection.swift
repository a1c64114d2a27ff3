import ControlProtocol
import GatehouseModel

extension ConsoleState {
    /// Half a frame, so that events arrive in groups without being shown later.
    private static let pace = Duration.milliseconds(50)

    /// Requests the event stream, resuming where it broke.
    mutating func watch() -> [Effect] {
        let generation = connection.begin(now: now)
        let types: Set<String> = connection.paused ? ["approval", "list", "policy", "sign_up", "status"] : []
        return [.watch(generation: generation, .init(after: connection.position, types: types, pace: Self.pace))]
    }

    /// Handles events of the stream; ignores those of an abandoned stream.
    mutating func hear(_ news: StreamNews, generation: Int) -> [Effect] {
        guard generation == connection.generation else { return [] }
        switch news {
        case .event(let event): return hear(event)
        case .events(let events):
            var effects: [Effect] = []
            for event in events { effects += hear(event) }
            return effects
        case .ended(let error):
            connection.ended(reason: reason(error), now: now, jitter: dice.fraction())
            return []
        }
    }

    private func reason(_ error: ControlError?) -> String {
        switch error {
        case nil: "gatehoused ended the connection"
        case .unreachable(_, let detail) where connection.instance != nil: detail
        case .notPermitted(let socket, let group):
            "not permitted to open \(socket)" + (group.map { "; join the group \($0)" } ?? "")
        case .some(let error): error.description
        }
    }

    private mutating func hear(_ event: Event) -> [Effect] {
        if case .hello(let hello) = event.body { return begin(hello, event) }
        connection.hear(event, now: now)
        let beginsRun = connection.beginsRun()
        defer { traffic.lastEventAt = event.time }
        switch event.body {
        case .hello, .heartbeat: return []
        case .status(let status): learn(status)
        case .goodbye: say("gatehoused is going away; the console waits for it", .warning)
        case .gap(let gap):
            if !beginsRun { TrafficScreen.noteGap(gap, at: event.time, &self) }
            return readEverything()
        case .approval(let approval):
            resources.outdate("approval/\(approval.id)")
            resources.outdate("calls-of/\(approval.id)")
        case .call, .list, .policy, .signUp: break
        }
        return ScreenID.allCases.flatMap { $0.following?.heard(event, &self) ?? [] }
    }

    /// The stream is open. Changes during the interruption arrive as events, unless this is another run of the daemon.
    private mutating func begin(_ hello: Event.Hello, _ event: Event) -> [Effect] {
        let wasLost = connection.attempts > 0
        let isAnother = connection.opened(hello, at: event, now: now)
        if isAnother {
            say("gatehoused was started anew (\(hello.version)); reading everything again", .info)
        } else if wasLost {
            say("gatehoused answers again", .good)
        }
        connection.synced()
        return [.ask(Ask(GetWhoAmI()) { .whoAmI($0) }), .ask(Ask(GetStatus()) { .status($0) })] + readEverything()
    }

    /// A fault of the daemon is shown once when it begins, on every screen; the header shows that it lasts.
    mutating func learn(_ status: DaemonStatus) {
        let before = self.status?.degraded ?? []
        self.status = status
        guard let news = status.degraded.first(where: { !before.contains($0) }), before.count < status.degraded.count
        else { return }
        say("degraded: \(news)", .warning, for: .seconds(10))
    }

    private mutating func readEverything() -> [Effect] {
        resources.outdateAll()
        return ScreenID.allCases.flatMap { id in
            id == screen || id != .audit ? id.type.reload(&self) : []
        }
    }

    mutating func learnRole(_ result: Result<WhoAmI, ControlError>) -> [Effect] {
        switch result {
        case .failure(let error): say("cannot learn the role: \(error)", .warning)
        case .success(let who):
            if let before = whoAmI, before.role != who.role {
                say("your role is now \(who.role.rawValue) (it was \(before.role.rawValue))", .warning)
            }
            let isAnother = whoAmI?.user != who.user
            whoAmI = who
            if isAnother { return RulesScreen.readDraft(&self) }
        }
        return []
    }
}
