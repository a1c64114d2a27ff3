import Foundation
import GatehouseModel
import Glibc
import TestSupport

/// A daemon whose replies have the schemas of the real one, with text everywhere that no terminal and no spreadsheet
/// may act on.
final class HostileDaemon: Sendable {
    /// The value of every text.
    static let text =
        "=1\u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{2066}\u{2028}\u{2029}\u{200B}\u{FEFF}\u{AD}\r\n\t\u{0}\u{7F}\u{85}x"
    /// Whether a scalar of `text` must not be printed.
    static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0...0x1F, 0x7F...0x9F, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
        default: false
        }
    }

    private let directory: TemporaryDirectory
    private let descriptor: Int32
    var socket: String { directory.path + "/control.sock" }

    /// - Parameter description: the real daemon's `GET /v1/openapi.json`.
    init(_ description: JSONValue) throws {
        directory = try TemporaryDirectory()
        descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array((directory.path + "/control.sock").utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0, listen(descriptor, 16) == 0 else { throw TimedOut("cannot listen at \(directory.path)") }
        let replies = HostileReplies(description)
        Thread.detachNewThread { [descriptor] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Self.answer(connection, replies)
                Glibc.close(connection)
            }
        }
    }

    /// Stops the daemon.
    func close() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        Glibc.close(descriptor)
    }

    private static func answer(_ connection: Int32, _ replies: HostileReplies) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].split(separator: "\r\n")
            let length = head.first { $0.lowercased().hasPrefix("content-length:") }
                .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
            let isChunked = head.contains { $0.lowercased().contains("chunked") }
            let isWhole = isChunked ? text.hasSuffix("0\r\n\r\n") : text[end.upperBound...].utf8.count >= length ?? 0
            guard isWhole else { continue }
            let words = head[0].split(separator: " ")
            let reply = replies.reply(to: String(words[0]), String(words[1].prefix { $0 != "?" }))
            let start =
                "HTTP/1.1 200 OK\r\ncontent-type: \(reply.type)\r\netag: \"1\"\r\ncontent-length: \(reply.body.count)\r\n"
                + "connection: close\r\n\r\n"
            let answer = Array(start.utf8) + reply.body
            var sent = 0
            while sent < answer.count {
                let count = answer[sent...].withUnsafeBytes {
                    Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                sent += count
            }
            return
        }
    }
}

/// Replies made from the description of the protocol.
private struct HostileReplies: Sendable {
    private let paths: [String: JSONValue]
    private let schemas: [String: JSONValue]

    init(_ description: JSONValue) {
        paths = description["paths"]?.object ?? [:]
        schemas = description["components"]?["schemas"]?.object ?? [:]
    }

    func reply(to method: String, _ path: String) -> (type: String, body: [UInt8]) {
        let parts = path.split(separator: "/")
        let found = paths.first { template, methods in
            let wanted = template.split(separator: "/")
            return methods[method.lowercased()] != nil && wanted.count == parts.count
                && zip(wanted, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let content = found?.value[method.lowercased()]?["responses"]?["200"]?["content"]?.object ?? [:]
        if content["text/csv"] != nil {
            let quoted = HostileDaemon.text.replacing("\0", with: "")
            return ("text/csv", Array("entry,comment\r\nb.example,\"\(quoted)\"\r\n".utf8))
        }
        var value = instance(content["application/json"]?["schema"] ?? [:], "")
        if path == "/v1/graph/export" { value = ["document": .string(#"{"a":"\#u{202E}\#u{9B}"}"#)] }
        return ("application/json", Array((try? JSONEncoder().encode(value)) ?? Data()))
    }

    private func instance(_ schema: JSONValue, _ name: String) -> JSONValue {
        if let reference = schema["$ref"]?.string {
            return instance(schemas[String(reference.split(separator: "/").last ?? "")] ?? [:], name)
        }
        if let word = schema["enum"]?.array?.first { return word }
        if let first = schema["oneOf"]?.array?.first { return instance(first, name) }
        switch schema["type"]?.string {
        case "integer": return 7
        case "number": return .double(1.5)
        case "boolean": return true
        case "array": return .array([instance(schema["items"] ?? [:], name)])
        case "string": return text(schema["format"]?.string, name)
        case "object":
            if let members = schema["properties"]?.object {
                // A list whose pages always have a next one would never end.
                return .object(
                    Dictionary(
                        uniqueKeysWithValues: members.filter { $0.key != "next" }.map { ($0, instance($1, $0)) }
                    )
                )
            }
            return .object([HostileDaemon.text: instance(schema["additionalProperties"] ?? [:], name)])
        default: return .object([HostileDaemon.text: .string(HostileDaemon.text)])
        }
    }

    private func text(_ format: String?, _ name: String) -> JSONValue {
        switch (format, name) {
        case ("date-time", _): "2026-11-30T12:00:00.000Z"
        case ("uuid", _): "019ad4d8-0000-7000-8000-000000000001"
        case (_, "code"), (_, "sign_up"), (_, "approval"): "K7Q2-9MXD"
        default: .string(HostileDaemon.text)
        }
    }
}
