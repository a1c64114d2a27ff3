import GatehouseModel

/// The format of an event stream.
enum EventFormat: Sendable, Hashable {
    /// One JSON document per line.
    case lines
    /// Server-sent events (HTML standard, §9.2).
    case serverSent

    init(accept: String?) {
        self = (accept ?? "").contains("text/event-stream") ? .serverSent : .lines
    }

    var mediaType: String {
        switch self {
        case .lines: "application/x-ndjson"
        case .serverSent: "text/event-stream"
        }
    }

    func append(_ event: Event, _ json: [UInt8], to bytes: inout [UInt8]) {
        switch self {
        case .lines:
            bytes.append(contentsOf: json)
            bytes.append(UInt8(ascii: "\n"))
        case .serverSent:
            bytes.append(contentsOf: "id: \(event.sequence)\nevent: \(event.type)\ndata: ".utf8)
            bytes.append(contentsOf: json)
            bytes.append(contentsOf: "\n\n".utf8)
        }
    }
}
