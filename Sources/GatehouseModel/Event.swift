/// One line of the event stream.
package struct Event: Sendable, Hashable, Codable {
    /// The position in the stream; send it as `after` to resume. Control events have the position at which they were
    /// made.
    package var sequence: Int64
    /// The time by the daemon's clock.
    package var time: Timestamp
    package var body: Body

    package init(sequence: Int64, time: Timestamp, body: Body) {
        self.sequence = sequence
        self.time = time
        self.body = body
    }

    package enum Body: Sendable, Hashable {
        /// The first line: the current position and the daemon's identity. Anything listed before this event is older,
        /// and anything that follows is newer.
        case hello(Hello)
        /// A call was journaled.
        case call(CallSummary)
        /// An approval request was created or changed.
        case approval(Approval)
        /// A list or its entries changed.
        case list(ListSummary)
        /// A policy was applied or rolled back.
        case policy(PolicyRevisionSummary)
        /// A sign-up of one of our own user flows began or changed.
        case signUp(SignUp)
        /// The state of the daemon: once a second while anything changes, otherwise with each heartbeat.
        case status(DaemonStatus)
        /// Nothing happened; the daemon is alive.
        case heartbeat
        /// This subscriber lost events, because it was too slow or asked for events that are no longer kept. Reload
        /// what is shown.
        case gap(Gap)
        /// The daemon is stopping.
        case goodbye
    }

    package struct Hello: Sendable, Hashable, Codable {
        package var instance: String
        package var version: String
        /// Seconds between heartbeats.
        package var heartbeatSeconds: Int

        package init(instance: String, version: String, heartbeatSeconds: Int) {
            self.instance = instance
            self.version = version
            self.heartbeatSeconds = heartbeatSeconds
        }
    }

    package struct Gap: Sendable, Hashable, Codable {
        /// The first lost position.
        package var from: Int64
        /// The position from which the stream continues.
        package var to: Int64

        package init(from: Int64, to: Int64) {
            self.from = from
            self.to = to
        }
    }
}

extension Event {
    private enum CodingKeys: String, CodingKey {
        case sequence, time, type, hello, call, approval, list, policy, signUp, status, gap
    }

    /// The value of `type`: the case's name.
    package var type: String {
        switch body {
        case .hello: "hello"
        case .call: "call"
        case .approval: "approval"
        case .list: "list"
        case .policy: "policy"
        case .signUp: "sign_up"
        case .status: "status"
        case .heartbeat: "heartbeat"
        case .gap: "gap"
        case .goodbye: "goodbye"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try container.decode(Int64.self, forKey: .sequence)
        time = try container.decode(Timestamp.self, forKey: .time)
        switch try container.decode(String.self, forKey: .type) {
        case "hello": body = .hello(try container.decode(Hello.self, forKey: .hello))
        case "call": body = .call(try container.decode(CallSummary.self, forKey: .call))
        case "approval": body = .approval(try container.decode(Approval.self, forKey: .approval))
        case "list": body = .list(try container.decode(ListSummary.self, forKey: .list))
        case "policy": body = .policy(try container.decode(PolicyRevisionSummary.self, forKey: .policy))
        case "sign_up": body = .signUp(try container.decode(SignUp.self, forKey: .signUp))
        case "status": body = .status(try container.decode(DaemonStatus.self, forKey: .status))
        case "gap": body = .gap(try container.decode(Gap.self, forKey: .gap))
        case "goodbye": body = .goodbye
        // A type that this version does not know counts as a heartbeat.
        default: body = .heartbeat
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(time, forKey: .time)
        try container.encode(type, forKey: .type)
        switch body {
        case .hello(let hello): try container.encode(hello, forKey: .hello)
        case .call(let call): try container.encode(call, forKey: .call)
        case .approval(let approval): try container.encode(approval, forKey: .approval)
        case .list(let list): try container.encode(list, forKey: .list)
        case .policy(let policy): try container.encode(policy, forKey: .policy)
        case .signUp(let signUp): try container.encode(signUp, forKey: .signUp)
        case .status(let status): try container.encode(status, forKey: .status)
        case .gap(let gap): try container.encode(gap, forKey: .gap)
        case .heartbeat, .goodbye: break
        }
    }
}
