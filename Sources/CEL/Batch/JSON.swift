/// JSON as it stands in a text: numbers are not interpreted, members keep their order.
enum JSON {
    struct Member {
        let name: String
        let value: JSON
    }

    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// The value of a member; the last one when a name is there twice. Nil when this is no object or has none.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { Text.same($0.name, name) }?.value
    }
}
