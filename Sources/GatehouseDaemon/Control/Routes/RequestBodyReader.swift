import ControlProtocol
import Foundation
import GatehouseModel
import JSON

/// Reads a JSON body: bounds its size, checks the media type and refuses unknown members.
struct RequestBodyReader: Sendable {
    /// The schema of the body; nil if there is none.
    var shape: Schema?

    func read<Body: Decodable>(_ type: Body.Type, from incoming: RouteLine.Incoming) async throws -> Body {
        let bytes = try await collect(incoming.body)
        guard !bytes.isEmpty else { return try decode(type, Data("{}".utf8)) }
        guard let shape else {
            throw Problem(.malformed, "this request has no body, and \(bytes.count) bytes came")
        }
        let media = incoming.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        guard media.trimmedWhiteSpace.lowercased() == "application/json" else {
            throw Problem(
                .unsupportedMediaType,
                "the body is \(media.isEmpty ? "of no media type" : media)",
                hint: "send Content-Type: application/json"
            )
        }
        let data = Data(bytes)
        let value: JSONValue = try decode(JSONValue.self, data)
        if let unknown = shape.unknownMembers(in: value).first {
            throw Problem(.unknownField, "the body's member \(unknown) is not known", hint: "see GET /v1/openapi.json")
        }
        return try decode(type, data)
    }

    private func collect(_ body: ByteStream) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in body {
            guard bytes.count + piece.count <= RouteLine.bodyLimit else {
                throw Problem(.tooLarge, "the body has more than \(RouteLine.bodyLimit) bytes")
            }
            bytes.append(contentsOf: piece)
        }
        return bytes
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
        do { return try ControlJSON.decoder().decode(type, from: data) } catch let error as DecodingError {
            throw Problem(.malformed, Self.sentence(for: error, in: data))
        }
    }

    private static func sentence(for error: DecodingError, in data: Data) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "the body lacks the member \(pointer(context.codingPath + [key]))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "the body's member \(pointer(context.codingPath)) has the wrong type"
        case .dataCorrupted(let context) where context.codingPath.isEmpty: unreadable(data)
        case .dataCorrupted(let context):
            "the body's member \(pointer(context.codingPath)) cannot be read: \(context.debugDescription)"
        @unknown default: "the body cannot be read"
        }
    }

    private static func unreadable(_ data: Data) -> String {
        do throws(JSONProblem) {
            _ = try JSONScanner.scan(Array(data), limits: JSONLimits(bytes: data.count, members: data.count))
            return "the body has a number that is out of range"
        } catch { return error.sentence(about: "the body") }
    }

    private static func pointer(_ path: [any CodingKey]) -> String {
        "/" + path.map { $0.intValue.map(String.init) ?? ControlJSON.memberName($0.stringValue) }.joined(separator: "/")
    }
}
