import GatehouseModel
import JSON
package import Logging
import PlainText

/// The formats of log lines.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `time level message key=value …` on one line.
    case text
    /// One JSON object a line.
    case json
}

/// Writes log lines to standard error. No outside text reaches a line unescaped.
package struct StandardErrorLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel = Logger.Level.info
    private let format: LogFormat
    private let writer: LogWriter

    package init(format: LogFormat, writer: LogWriter) {
        self.format = format
        self.writer = writer
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 }
        writer.put(format.line(event.level, event.message.description, all))
    }
}

extension LogFormat {
    /// The writer of a daemon's log; it reports lost lines in this format.
    package func writer(to descriptor: Int32, limit: Int = LogWriter.defaultLimit) -> LogWriter {
        LogWriter(descriptor, limit: limit) { lost, reason in
            line(.warning, "log lines were lost", [("lines", "\(lost)"), ("why", reason)])
        }
    }

    /// A complete line with the current time.
    func line(_ level: Logger.Level, _ message: String, _ fields: [(String, String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .text:
            let text = fields.map { " \($0.0)=\(LogText.quoted($0.1))" }.joined()
            bytes += "\(Timestamp.now) \(level.rawValue) \(LogText.escaped(message))\(text)\n".utf8
        case .json:
            bytes += "{".utf8
            let members = [("time", "\(Timestamp.now)"), ("level", level.rawValue), ("message", message)]
            for (index, (key, value)) in (members + fields).enumerated() {
                if index > 0 { bytes += ",".utf8 }
                CanonicalJSON.append(key, to: &bytes)
                bytes += ":".utf8
                CanonicalJSON.append(value, to: &bytes)
            }
            bytes += "}\n".utf8
        }
        return bytes
    }
}

/// Makes text safe for a log line and a terminal.
package enum LogText {
    /// The text with control, format and line-separating characters written as `\u{…}`.
    package static func escaped(_ text: String) -> String {
        text.escapingUnsafeScalars { "\\u{\(String($0.value, radix: 16))}" }
    }

    /// The text, in quotes if it has spaces, quotes or `=`.
    package static func quoted(_ text: String) -> String {
        let safe = escaped(text)
        guard safe.isEmpty || safe.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return safe }
        return "\"" + safe.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
