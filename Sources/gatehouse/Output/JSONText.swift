import ControlProtocol
import Foundation
import GatehouseModel

/// The control protocol's objects as JSON that is safe to print.
enum JSONText {
    static func line(_ value: some Encodable) throws -> PrintedText {
        text(try ControlJSON.encoder().encode(value))
    }

    static func object(_ value: some Encodable) throws -> PrintedText {
        text(try ControlJSON.encoder(pretty: true).encode(value))
    }

    /// One array, with one object a line.
    static func array(_ values: [some Encodable]) throws -> PrintedText {
        guard !values.isEmpty else { return "[]" }
        return "[\n" + PrintedText.joined(try values.map { try line($0) }, ",\n") + "\n]"
    }

    private static func text(_ data: Data) -> PrintedText { PrintedText(json: String(decoding: data, as: UTF8.self)) }
}
