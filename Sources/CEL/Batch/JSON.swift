/// Parsed JSON. Numbers stay text and members keep their order.
enum JSON {
    struct Member {
        let name: String
        let value: JSON
    }

    case null
    case bool(Bool)
    /// The number as written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    /// The value of a member; the last one if the name occurs more than once. Nil if this is not an object or has no
    /// such member.
    subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { Text.same($0.name, name) }?.value
    }
}
