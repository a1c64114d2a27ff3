import AsyncHTTPClient
import Foundation
import GatehouseModel
import NIOCore
import NIOHTTP1
import TestSupport

/// An identity provider that calls the daemon's endpoints as Entra does.
struct Provider: Sendable {
    let daemon: RunningDaemon

    /// Fails at once if nobody listens, instead of retrying.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    struct Answer: Sendable {
        var status: Int
        var action: String?
        var message: String?
        var body: String
    }

    /// The body of a sign-up: one flat object.
    static func body(_ email: String, _ more: [String: JSONValue] = [:]) -> [UInt8] {
        let members = more.merging(["email": .string(email), "ui_locales": "en-US"]) { given, _ in given }
        return (try? JSONEncoder().encode(JSONValue.object(members))).map(Array.init) ?? []
    }

    static let credentials =
        "Basic " + Data("\(RunningDaemon.username):\(RunningDaemon.password)".utf8).base64EncodedString()

    func call(
        _ endpoint: String,
        _ email: String,
        _ more: [String: JSONValue] = [:],
        within patience: TimeAmount = .seconds(20)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://\(daemon.address)/endpoints/\(endpoint)")
        request.method = .POST
        request.headers.add(name: "Authorization", value: Self.credentials)
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(ByteBuffer(bytes: Self.body(email, more)))
        let reply = try await Self.client.execute(request, timeout: patience)
        let bytes = Array(try await reply.body.collect(upTo: 1 << 20).readableBytesView)
        let members = (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)))?.object
        return Answer(
            status: Int(reply.status.code),
            action: members?["action"]?.string,
            message: members?["userMessage"]?.string,
            body: String(decoding: bytes, as: UTF8.self)
        )
    }
}

extension RunningDaemon {
    var provider: Provider { Provider(daemon: self) }
}

extension Program.Result {
    /// Standard output as JSON.
    var json: JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(output.utf8)) }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? { object?[name] }
    subscript(index: Int) -> JSONValue? { array.flatMap { $0.indices.contains(index) ? $0[index] : nil } }
    var int: Int? { if case .int(let number) = self { Int(number) } else { nil } }
    var isTrue: Bool { self == .bool(true) }
}
