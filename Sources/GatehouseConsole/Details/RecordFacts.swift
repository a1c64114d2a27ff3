import ControlProtocol
import GatehouseModel

/// The members of a record's JSON in words, without nulls. Each element of an array is named by the array.
struct RecordFacts {
    /// In the order of the record, or sorted by name.
    let members: [(name: String, facts: String)]

    init(_ value: JSONValue?) {
        switch value {
        case nil, .null?: members = []
        case .array(let values)?: members = values.enumerated().map { Self.element($0.element, at: $0.offset) }
        case .object(let object)?:
            if let name = object["entry"]?.string {
                members = [(name, Self.facts(object))]
            } else {
                members = object.keys.sorted().compactMap { name in
                    guard let value = object[name], !value.isNull else { return nil }
                    return (name, ClaimsLines.text(value))
                }
            }
        case let other?: members = [("value", ClaimsLines.text(other))]
        }
    }

    private static func element(_ value: JSONValue, at index: Int) -> (name: String, facts: String) {
        guard let object = value.object, let name = object["entry"]?.string else {
            return (value.string ?? String(index + 1), value.string == nil ? ClaimsLines.text(value) : "")
        }
        return (name, facts(object))
    }

    private static func facts(_ object: [String: JSONValue]) -> String {
        object.keys.sorted().compactMap { name in
            guard name != "entry", let value = object[name], !value.isNull else { return nil }
            return "\(name) \(ClaimsLines.text(value))"
        }.joined(separator: " · ")
    }
}
