import GatehouseModel

/// The stages of an outbound call, as named in its trace.
enum OutboundStage: String, CaseIterable {
    case dns, connect, tls
    case firstByte = "first-byte"
    case total

    private var part: WritableKeyPath<CallTiming, Double?> {
        switch self {
        case .dns: \.dnsMs
        case .connect: \.connectMs
        case .tls: \.tlsMs
        case .firstByte: \.firstByteMs
        case .total: \.totalMs
        }
    }

    /// The stages that took place.
    static func stages(of timing: CallTiming) -> [Trace.StageTime] {
        allCases.compactMap { stage in
            timing[keyPath: stage.part].map {
                Trace.StageTime(name: stage.rawValue, microseconds: Int(nearest: $0 * 1000))
            }
        }
    }

    /// The inverse of `stages`: the times in a trace.
    static func timing(in trace: Trace) -> CallTiming {
        var timing = CallTiming()
        for time in trace.stages {
            guard let stage = OutboundStage(rawValue: time.name) else { continue }
            timing[keyPath: stage.part] = Double(time.microseconds) / 1000
        }
        return timing
    }
}
