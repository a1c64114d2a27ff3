import GatehouseModel

/// What PowerShell does to Graph's JSON when an admin saves it.
enum GraphHabits {
    /// The first text that stands in place of an object: `ConvertTo-Json` writes it for what lies deeper than `-Depth`.
    static func cut(in value: JSONValue, at place: String = "the top") -> (place: String, text: String)? {
        switch value {
        case .string(let text): return isCut(text) ? (place, text) : nil
        case .array(let elements):
            for element in elements { if let found = cut(in: element, at: place) { return found } }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                if let found = cut(in: member, at: name) { return found }
            }
        default: break
        }
        return nil
    }

    private static func isCut(_ text: String) -> Bool {
        text.hasPrefix("@{") && text.hasSuffix("}") || text.hasPrefix("System.Collections.")
            || text.hasPrefix("Microsoft.Graph.PowerShell.Models.")
            || text.hasPrefix("System.") && text.hasSuffix("[]")
    }

    /// The value with members that begin small: `DisplayName` is `displayName`. Empty `AdditionalProperties` are left
    /// out. Values inside `@odata` members and names with dots stay as they are.
    static func lowered(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(lowered))
        case .object(let members):
            var result: [String: JSONValue] = [:]
            for (name, member) in members {
                if name == "AdditionalProperties", member.object?.isEmpty == true { continue }
                let small = name.first?.isUppercase == true ? name.prefix(1).lowercased() + name.dropFirst() : name
                // A member that is there in both spellings keeps its own.
                result[members[small] == nil ? small : name] = lowered(member)
            }
            return .object(result)
        default: return value
        }
    }
}
