/// An outbound API connector as shown in lists.
package struct ConnectorSummary: Sendable, Hashable, Codable, Identifiable {
    package var id: String { name }
    package var name: String
    /// The URL without the values of its query, which may be keys.
    package var url: String
    package var dialect: DialectName
    /// `basic`, `client-certificate`, `bearer` or `none`.
    package var authentication: String
    /// The steps that call it, such as `guests:post-federation`.
    package var steps: [String]
    package var timeoutMs: Int
    package var retries: Int
    package var state: State
    /// What was wrong in the last probe or call, in one sentence; nil if nothing was.
    package var problem: String?
    package var probed: Timestamp?
    /// Who allowed steps to call it without a successful probe.
    package var forcedBy: String?
    package var calls24h: Int
    package var failures24h: Int
    /// Over the last 1,000 calls at most, in milliseconds.
    package var p95Ms: Double
    package var callsPerSecond: Double
    /// The expiry of the client certificate in use.
    package var certificateExpires: Timestamp?

    package enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// Not probed yet.
        case unproved
        case ready
        /// The last probe or call failed.
        case failing
    }

    package init(
        name: String,
        url: String,
        dialect: DialectName,
        authentication: String,
        steps: [String] = [],
        timeoutMs: Int,
        retries: Int,
        state: State = .unproved,
        problem: String? = nil,
        probed: Timestamp? = nil,
        forcedBy: String? = nil,
        calls24h: Int = 0,
        failures24h: Int = 0,
        p95Ms: Double = 0,
        callsPerSecond: Double = 0,
        certificateExpires: Timestamp? = nil
    ) {
        self.name = name
        self.url = url
        self.dialect = dialect
        self.authentication = authentication
        self.steps = steps
        self.timeoutMs = timeoutMs
        self.retries = retries
        self.state = state
        self.problem = problem
        self.probed = probed
        self.forcedBy = forcedBy
        self.calls24h = calls24h
        self.failures24h = failures24h
        self.p95Ms = p95Ms
        self.callsPerSecond = callsPerSecond
        self.certificateExpires = certificateExpires
    }

    private enum CodingKeys: String, CodingKey {
        case name, url, dialect, authentication, steps, timeoutMs, retries, state, problem, probed, forcedBy
        case p95Ms, callsPerSecond, certificateExpires
        case calls24h = "calls_24h"
        case failures24h = "failures_24h"
    }
}

/// The result of probing a connector, layer by layer. The first layer that failed has a problem, and the layers after
/// it are nil.
package struct ConnectorProbe: Sendable, Hashable, Codable {
    package var connector: String
    package var time: Timestamp
    /// Whether the connector may be enabled on a step.
    package var succeeded: Bool
    /// The addresses to which the name resolves.
    package var addresses: [String]
    /// The address to which the probe connected.
    package var address: String?
    package var tls: TLS?
    package var timing: CallTiming
    package var status: Int?
    /// The meaning of the reply: `continue`, `block`, `invalid`, or the rule of the contract that it breaks.
    package var reading: String?
    /// What was wrong and how to remedy it, in one sentence; nil if nothing was.
    package var problem: String?

    package struct TLS: Sendable, Hashable, Codable {
        /// For example `TLSv1.3`.
        package var version: String
        /// The certificate chain, leaf first.
        package var chain: [Certificate]

        package init(version: String, chain: [Certificate]) {
            self.version = version
            self.chain = chain
        }
    }

    package struct Certificate: Sendable, Hashable, Codable {
        package var subject: String
        package var issuer: String
        package var notBefore: Timestamp
        package var notAfter: Timestamp

        package init(subject: String, issuer: String, notBefore: Timestamp, notAfter: Timestamp) {
            self.subject = subject
            self.issuer = issuer
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }

    package init(
        connector: String,
        time: Timestamp,
        succeeded: Bool,
        addresses: [String] = [],
        address: String? = nil,
        tls: TLS? = nil,
        timing: CallTiming = CallTiming(),
        status: Int? = nil,
        reading: String? = nil,
        problem: String? = nil
    ) {
        self.connector = connector
        self.time = time
        self.succeeded = succeeded
        self.addresses = addresses
        self.address = address
        self.tls = tls
        self.timing = timing
        self.status = status
        self.reading = reading
        self.problem = problem
    }
}

/// How the time of an outbound call was spent, in milliseconds; nil for parts that did not happen.
package struct CallTiming: Sendable, Hashable, Codable {
    package var dnsMs: Double?
    package var connectMs: Double?
    package var tlsMs: Double?
    package var firstByteMs: Double?
    package var totalMs: Double?

    package init(
        dnsMs: Double? = nil,
        connectMs: Double? = nil,
        tlsMs: Double? = nil,
        firstByteMs: Double? = nil,
        totalMs: Double? = nil
    ) {
        self.dnsMs = dnsMs
        self.connectMs = connectMs
        self.tlsMs = tlsMs
        self.firstByteMs = firstByteMs
        self.totalMs = totalMs
    }
}
