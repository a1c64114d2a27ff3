import Foundation
import GatehouseModel
package import Logging

/// How log lines look.
package enum LogFormat: String, Sendable, CaseIterable {
    /// `time level message key=value …`, one line.
    case text
    /// One JSON object a line.
    case json
}

/// Log lines on standard error. Nothing from outside reaches a line unescaped.
package struct StandardErrorLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel = Logger.Level.info
    private let format: LogFormat

    package init(format: LogFormat) { self.format = format }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        var bytes: [UInt8] = []
        switch format {
        case .text:
            let fields = all.map { " \($0.key)=\(LogText.quoted("\($0.value)"))" }.joined()
            bytes +=
                "\(Timestamp.now) \(event.level.rawValue) \(LogText.escaped(event.message.description))\(fields)\n".utf8
        case .json:
            bytes += "{".utf8
            let members = [
                ("time", "\(Timestamp.now)"), ("level", event.level.rawValue), ("message", event.message.description),
            ]
            for (index, (key, value)) in (members + all.map { ($0.key, "\($0.value)") }).enumerated() {
                if index > 0 { bytes += ",".utf8 }
                JSONText.append(key, to: &bytes)
                bytes += ":".utf8
                JSONText.append(value, to: &bytes)
            }
            bytes += "}\n".utf8
        }
        // One write a line, so that lines of several threads do not mix.
        FileHandle.standardError.write(Data(bytes))
    }
}

/// Text made fit for a log line and a terminal.
package enum LogText {
    /// Control, format and line separating characters as `\u{…}`.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text in quotes where it has spaces or quotes.
    package static func quoted(_ text: String) -> String {
        let safe = escaped(text)
        guard safe.isEmpty || safe.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return safe }
        return "\"" + safe.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
