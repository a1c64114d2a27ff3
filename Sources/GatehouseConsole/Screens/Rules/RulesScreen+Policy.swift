import ControlProtocol
import GatehouseModel

/// From the draft to the policy in force, and back.
extension RulesScreen {
    // MARK: Simulation

    static func simulate(_ since: String?, _ state: inout ConsoleState) -> [Effect] {
        if let running = state.rules.simulation, running.simulation.state == .running {
            state.cover(with: SimulationPane())
            return []
        }
        guard let draft = state.rules.draft else { return [] }
        var start: Timestamp?
        if let since {
            guard let moment = Since.moment(since, now: state.daemonTime) else {
                state.say("write 7d, 12h, 2w or 2026-11-23: replay calls from then on", .warning)
                return []
            }
            start = moment
        }
        state.cover(with: SimulationPane())
        state.rules.simulation = nil
        let (name, edition) = (draft.name, draft.edition)
        let request = StartSimulation(.init(document: draft.document, since: start))
        return [.ask(Ask(request) { .rules(.simulation(draft: name, edition: edition, $0)) })]
    }

    static let pollPause = Duration.milliseconds(250)

    static func pollSimulation(_ state: inout ConsoleState) -> [Effect] {
        guard var watch = state.rules.simulation, let pollAt = watch.pollAt, pollAt <= state.now, !watch.isAsking else {
            return []
        }
        // The progress is requested again in any case, even if a reply is lost with the connection.
        watch.isAsking = true
        watch.pollAt = state.now + pollPause
        state.rules.simulation = watch
        let (draft, edition) = (watch.draft, watch.edition)
        return [
            .ask(
                Ask(GetSimulation(id: watch.simulation.id)) {
                    .rules(.simulation(draft: draft, edition: edition, $0))
                }
            )
        ]
    }

    static func heard(
        _ result: Result<Simulation, ControlError>,
        _ draft: String,
        _ edition: Int,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            state.rules.simulation?.isAsking = false
            let why = error.problem?.detail ?? error.description
            guard state.rules.simulation == nil || error.problem?.kind == .notFound else {
                let next = state.now + .seconds(1)
                state.rules.simulation?.pollAt = next
                return []
            }
            state.rules.simulation = nil
            if state.pane(SimulationPane.self) != nil { state.closeDialog() }
            state.say("the simulation is not to be had: \(why)", .bad, for: .seconds(10))
        case .success(let simulation):
            let isOver = simulation.state != .running
            let wasRunning = state.rules.simulation.map { $0.simulation.state == .running } ?? true
            state.rules.simulation = SimulationWatch(
                simulation: simulation,
                draft: draft,
                edition: edition,
                pollAt: isOver ? nil : state.now + pollPause
            )
            if isOver, wasRunning {
                for key in FlipsPane.keys(simulation) { state.resources.forget(key) }
                let tone: Notice.Tone = simulation.state == .failed ? .bad : .good
                state.say(SimulationPane.summary(simulation), tone)
            }
        }
        return []
    }

    static func cancelSimulation(_ state: inout ConsoleState) -> [Effect] {
        guard let watch = state.rules.simulation, watch.simulation.state == .running else { return [] }
        let (draft, edition) = (watch.draft, watch.edition)
        return [
            .ask(
                Ask(CancelSimulation(id: watch.simulation.id)) {
                    .rules(.simulation(draft: draft, edition: edition, $0))
                }
            )
        ]
    }

    // MARK: Applying

    /// Applies the draft, if its base is still the revision in force.
    static func apply(_ comment: String?, _ state: inout ConsoleState) -> [Effect] {
        guard let draft = state.rules.draft else { return [] }
        let edition = draft.edition
        let request = ApplyPolicy(document: draft.document, comment: comment, base: draft.base)
        return [.ask(Ask(request) { .rules(.applied(edition: edition, $0)) })]
    }

    static func applied(
        _ edition: Int,
        _ result: Result<PolicyDocumentReply, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            let why = error.problem?.detail ?? error.description
            state.say("nothing was applied: \(why)", .bad, for: .seconds(15))
            return readDraft(&state)
        case .success(let reply):
            state.rules.revision = reply.revision
            state.rules.undone.clear()
            state.rules.simulation = nil
            state.say("revision \(reply.revision) is in force · :rollback \(reply.revision - 1) undoes it", .good)
            guard let name = draftName(state), state.rules.draft?.edition == edition else { return reload(&state) }
            // The draft is now the policy.
            state.rules.draft = nil
            state.rules.comparison = nil
            return [
                .ask(
                    Ask(DiscardDraft(name: name)) { _ in
                        .rules(.draft(name: name, .failure(.problem(Problem(.notFound, "it was applied")))))
                    }
                )
            ] + [.ask(Ask(ListRules()) { .rules(.rules($0)) })]
        }
    }

    static func rollBack(to number: Int, comment: String?, base: Int) -> Effect {
        .ask(
            Ask(RollBackPolicy(revision: number, comment: comment, base: base)) {
                .rules(.rolledBack(to: number, $0))
            }
        )
    }

    static func rolledBack(
        _ number: Int,
        _ result: Result<PolicyDocumentReply, ControlError>,
        _ state: inout ConsoleState
    ) -> [Effect] {
        switch result {
        case .failure(let error):
            state.say("nothing was rolled back: \(error.problem?.detail ?? error.description)", .bad)
        case .success(let reply):
            state.rules.revision = reply.revision
            state.say("revision \(reply.revision) is in force, the policy of revision \(number)", .good)
        }
        return reload(&state)
    }
}

/// A time in the past, in the notation that people type: `7d`, `12h`, `2026-11-23`.
enum Since {
    static func moment(_ text: String, now: Timestamp) -> Timestamp? {
        let text = text.trimmingSpaces.lowercased()
        if let unit = text.last, let number = Int(text.dropLast()), (1...36_500).contains(number) {
            switch unit {
            case "m": return now - .seconds(number * 60)
            case "h": return now - .seconds(number * 3600)
            case "d": return now - .seconds(number * 86_400)
            case "w": return now - .seconds(number * 7 * 86_400)
            default: return nil
            }
        }
        return Timestamp(text.uppercased()).flatMap { $0 < now ? $0 : nil }
    }
}
