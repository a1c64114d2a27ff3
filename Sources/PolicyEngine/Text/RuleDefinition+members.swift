package import GatehouseModel
package import StrictTOML

/// A rule's members as TOML values, without defaults.
extension RuleDefinition {
    /// The order in which members are written.
    static let memberOrder = [
        "name", "comment", "endpoints", "when", "then", "mode", "field", "queue", "set", "tags", "message",
    ]

    /// The members that differ from their defaults.
    package var members: [String: TOMLValue] {
        var members: [String: TOMLValue] = [
            "name": .string(name), "when": .string(when), "then": .string(then.rawValue),
        ]
        if let comment { members["comment"] = .string(comment) }
        if !endpoints.isEmpty { members["endpoints"] = .array(endpoints.map(TOMLValue.string)) }
        if mode != .enforce { members["mode"] = .string(mode.rawValue) }
        if let field { members["field"] = .string(field) }
        if let queue { members["queue"] = .string(queue) }
        if !set.isEmpty { members["set"] = .table(set.mapValues(TOMLValue.string)) }
        if !tags.isEmpty { members["tags"] = .array(tags.map(TOMLValue.string)) }
        if !message.isEmpty { members["message"] = .table(message.mapValues(TOMLValue.string)) }
        return members
    }

    /// Reads a rule's table without compiling or resolving anything. Nil if the name, condition or action is missing.
    package init?(members table: [String: TOMLValue]) {
        guard let name = table["name"]?.string, let when = table["when"]?.string,
            let then = table["then"]?.string.flatMap(RuleAction.init)
        else { return nil }
        let mode = table["mode"].map { $0.string.flatMap(RuleMode.init) } ?? .enforce
        guard let mode else { return nil }
        self.init(
            name: name,
            endpoints: Self.texts(table["endpoints"]),
            when: when,
            then: then,
            mode: mode,
            field: table["field"]?.string,
            queue: table["queue"]?.string,
            set: Self.table(table["set"]),
            tags: Self.texts(table["tags"]),
            message: table["message"]?.string.map { ["default": $0] } ?? Self.table(table["message"]),
            comment: table["comment"]?.string
        )
    }

    private static func texts(_ value: TOMLValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    private static func table(_ value: TOMLValue?) -> [String: String] {
        (value?.table ?? [:]).compactMapValues(\.string)
    }

    /// The value of one member in TOML notation.
    func written(_ member: String) -> String? {
        switch member {
        case "name": TOMLWriting.text(name)
        case "comment": comment.map(TOMLWriting.text)
        case "endpoints": endpoints.isEmpty ? nil : TOMLWriting.texts(endpoints)
        case "when": TOMLWriting.expression(when)
        case "then": TOMLWriting.text(then.rawValue)
        case "mode": mode == .enforce ? nil : TOMLWriting.text(mode.rawValue)
        case "field": field.map(TOMLWriting.text)
        case "queue": queue.map(TOMLWriting.text)
        case "set": set.isEmpty ? nil : TOMLWriting.table(set) { TOMLWriting.expression($0) }
        case "tags": tags.isEmpty ? nil : TOMLWriting.texts(tags)
        case "message": writtenMessage
        default: nil
        }
    }

    private var writtenMessage: String? {
        guard !message.isEmpty else { return nil }
        if message.count == 1, let only = message["default"] { return TOMLWriting.text(only) }
        return TOMLWriting.table(message, first: "default", value: TOMLWriting.text)
    }

    /// The whole rule as a TOML table.
    package func toml(lineEnd: String = "\n") -> String {
        let lines = Self.memberOrder.compactMap { member in written(member).map { "\(member) = \($0)" } }
        return (["[[rule]]"] + lines).joined(separator: lineEnd) + lineEnd
    }
}
