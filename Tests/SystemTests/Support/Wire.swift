import TestSupport

/// HTTP requests as bytes, valid or not.
enum Wire {
    /// Request line and header fields; `line` is method and path.
    static func head(
        _ line: String,
        length: Int? = nil,
        authorization: String? = Provider.credentials,
        type: String? = "application/json",
        host: String? = "gate.example",
        more: [String] = []
    ) -> String {
        var lines = [line + " HTTP/1.1"]
        if let host { lines.append("Host: " + host) }
        if let authorization { lines.append("Authorization: " + authorization) }
        if let type { lines.append("Content-Type: " + type) }
        if let length { lines.append("Content-Length: \(length)") }
        return (lines + more).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// A whole request.
    static func request(_ line: String = "POST /endpoints/shop", body: [UInt8], more: [String] = []) -> [UInt8] {
        Array(head(line, length: body.count, more: more).utf8) + body
    }
}
