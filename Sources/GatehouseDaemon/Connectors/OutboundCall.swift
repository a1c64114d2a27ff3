import GatehouseModel
import NIOCore
import OutboundHTTP
import UserFlows

/// The record of a connector call, for the journal.
struct OutboundCall: Sendable {
    let id: CallID
    let connector: String
    let claims: Claims
    let step: Step
    let time: Timestamp
    let signUp: ReferenceCode?
    var dialect: DialectName?
    var notes: [String] = []
    var exchange = ConnectorExchange(request: [])

    init(_ connector: String, _ claims: Claims, _ step: Step, at time: Timestamp, signUp: ReferenceCode? = nil) {
        id = CallID(at: time)
        self.connector = connector
        self.claims = claims
        self.step = step
        self.time = time
        self.signUp = signUp
    }

    var reply: ConnectorReply {
        ConnectorReply(
            outcome: exchange.outcome,
            attempts: exchange.attempts,
            status: exchange.response?.status,
            timing: exchange.layers.timing,
            call: id
        )
    }

    private var result: (outcome: Outcome, message: String?, problem: String?) {
        switch exchange.outcome {
        case .continue: (.continue, nil, nil)
        case .block(let message): (.block, message, nil)
        case .invalid(let message): (.invalid, message, nil)
        case .failed(let failure): (.failed, nil, failure.description)
        }
    }

    /// The journal entry for the call.
    var entry: JournalEntry {
        let (outcome, message, problem) = result
        let attempts = exchange.attempts > 1 ? ["the connector was tried \(exchange.attempts) times"] : []
        return JournalEntry(
            call: CallSummary(
                id: id,
                time: time,
                direction: .outbound,
                endpoint: connector,
                dialect: dialect,
                step: step,
                outcome: outcome,
                status: exchange.response?.status ?? 0,
                email: claims.email.map { String($0.prefix(320)) },
                issuer: claims.issuer.map { String($0.prefix(128)) },
                tookMs: exchange.layers.totalMs ?? 0,
                decidedBy: .connector(connector),
                signUp: signUp
            ),
            trace: Trace(notes: notes + attempts, stages: OutboundStage.stages(of: exchange.layers.timing)),
            request: ByteBuffer(bytes: exchange.request),
            response: exchange.response?.body ?? [],
            message: message,
            problem: problem,
            client: exchange.layers.address?.description
        )
    }
}
