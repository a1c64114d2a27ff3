import Foundation
import GatehouseModel

extension UserFlow.Attribute {
    /// The result of checking a value.
    enum Finding: Sendable, Hashable {
        case value(JSONValue)
        /// No value: null, or an empty text.
        case nothing
        /// Not valid for the attribute; the text says what is.
        case wrong(String)
    }

    /// Checks a value. White space around text is removed; numbers and yes or no may be given as text.
    func finding(of value: JSONValue?, limits: FlowLimits) -> Finding {
        switch (kind, value) {
        case (_, nil), (_, .null): return .nothing
        case (.string, .string(let text)): return Self.text(text, limits)
        case (.string, .int(let number)): return .value(.string(String(number)))
        case (.bool, .bool), (.int, .int): return .value(value ?? .null)
        case (.bool, .string(let text)): return Self.flag(text.trimmed)
        case (.int, .string(let text)): return Self.number(text.trimmed)
        case (.int, .double(let number)):
            return Int64(exactly: number).map { .value(.int($0)) } ?? .wrong(Self.wantsNumber)
        case (.string, _): return .wrong("Enter a text.")
        case (.bool, _): return .wrong(Self.wantsFlag)
        case (.int, _): return .wrong(Self.wantsNumber)
        }
    }

    private static let wantsFlag = "Choose yes or no."
    private static let wantsNumber = "Enter a whole number."

    private static func text(_ raw: String, _ limits: FlowLimits) -> Finding {
        let text = raw.trimmed
        guard !text.isEmpty else { return .nothing }
        guard text.count <= limits.textLength, text.utf8.count <= limits.textLength * 4 else {
            return .wrong("Enter at most \(limits.textLength) characters.")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            return .wrong("Enter it without control characters.")
        }
        return .value(.string(text))
    }

    private static func flag(_ text: String) -> Finding {
        switch text.lowercased() {
        case "": .nothing
        case "true", "yes": .value(true)
        case "false", "no": .value(false)
        default: .wrong(wantsFlag)
        }
    }

    private static func number(_ text: String) -> Finding {
        guard !text.isEmpty else { return .nothing }
        return Int64(text).map { .value(.int($0)) } ?? .wrong(wantsNumber)
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

extension UserFlow {
    /// The attribute for a claim, by its own name or an equivalent one in requests.
    func attribute(named claim: String) -> Attribute? {
        let name = ClaimName.plain(claim)
        return attributes.first { $0.name == claim } ?? attributes.first { ClaimName.plain($0.name) == name }
    }

    /// The application claim for a claim.
    func applicationClaim(named claim: String) -> String? {
        let name = ClaimName.plain(claim)
        return applicationClaims.first { $0 == claim } ?? applicationClaims.first { ClaimName.plain($0) == name }
    }
}

/// Handles the different names of the same claim.
enum ClaimName {
    /// The name without the application id of a custom attribute (`extension_<32 hex>_Badge` is `extension_Badge`), and
    /// with the old name of the surname replaced. Names are case-sensitive.
    static func plain(_ name: String) -> String {
        if name == "lastName" { return "surname" }
        let parts = name.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "extension", parts[1].utf8.count == 32,
            parts[1].utf8.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) })
        else { return name }
        return "extension_" + parts[2]
    }

    /// Claims that the sign-up depends on; no connector's answer may change them.
    static let fixed: Set = ["email", "identities", "ui_locales"]
}
