import PlainText

/// Checks names, fields and indices.
extension Checker {
    mutating func name(_ expression: Expression) -> ValueType {
        guard let parts = expression.nameParts else {
            guard case .select(let operand, let field, _) = expression.kind else { return .dyn }
            return fieldType(field, of: type(of: operand), at: expression.offset)
        }
        if !parts[0].name.hasPrefix("."), let type = local(parts[0].name) {
            return selecting(parts.dropFirst(), from: type)
        }
        return switch environment.meaning(of: parts) {
        case .variable(let name, let used):
            selecting(parts.dropFirst(used), from: environment.types?[name] ?? .dyn)
        case .type(_, let used): selecting(parts.dropFirst(used), from: .type)
        case nil: .dyn
        }
    }

    private mutating func selecting(_ parts: ArraySlice<Expression.NamePart>, from type: ValueType) -> ValueType {
        parts.reduce(type) { fieldType($1.name, of: $0, at: $1.offset) }
    }

    /// The type of `operand.field`.
    mutating func fieldType(_ field: String, of operand: ValueType, at offset: Int) -> ValueType {
        switch operand {
        case .dyn, .opaque, .parameter: return .dyn
        case .optional(let content): return .optional(fieldType(field, of: content, at: offset))
        case .map(let key, let value):
            guard key.compares(with: .string) else {
                return report("the keys of this map are \(key.text), so it has no '.\(field.clipped)'", at: offset)
            }
            return value
        case .object(let object):
            if let type = object.fields[field] { return type }
            guard object.others == .unknown else { return .dyn }
            return report("\(object.name) has no field '\(field.clipped)'\(Self.remedy(field, object))", at: offset)
        default:
            return report("\(operand.text) has no fields, so no '.\(field.clipped)'", at: offset)
        }
    }

    /// The type of `operand.?field`.
    mutating func optionalField(_ field: String, of operand: ValueType, at offset: Int) -> ValueType {
        let found = fieldType(field, of: operand, at: offset)
        if case .optional = operand { return found }
        return .optional(found)
    }

    private static func remedy(_ field: String, _ object: ObjectType) -> String {
        let near = Spelling.hint(for: field, among: Array(object.fields.keys))
        guard near.isEmpty, !object.fields.isEmpty else { return near }
        let known = object.fields.keys.sorted { Text.order($0, $1) < 0 }
        return "; it has \(known.prefix(8).joined(separator: ", "))\(known.count > 8 ? " and more" : "")"
    }

    /// The type of `operand[index]` and `operand[?index]`.
    mutating func indexed(
        _ operand: Expression,
        _ index: Expression,
        optional: Bool,
        at offset: Int
    ) -> ValueType {
        let container = type(of: operand)
        let place = type(of: index)
        if case .optional(let content) = container {
            return .optional(element(of: content, index, place, at: offset))
        }
        let found = element(of: container, index, place, at: offset)
        return optional ? .optional(found) : found
    }

    private mutating func element(
        of container: ValueType,
        _ index: Expression,
        _ place: ValueType,
        at offset: Int
    ) -> ValueType {
        switch container {
        case .dyn, .opaque, .parameter: return .dyn
        case .list(let element):
            guard place == .dyn || place.isNumber else {
                return report("a list is indexed by int, not \(place.text)", at: offset)
            }
            return element
        case .map(let key, let value):
            guard place.compares(with: key) else {
                return report("the keys of this map are \(key.text), not \(place.text)", at: offset)
            }
            return value
        case .object(let object):
            if case .literal(.string(let field)) = index.kind { return fieldType(field, of: container, at: offset) }
            guard place.fits(.string) else {
                return report("the keys of \(object.name) are string, not \(place.text)", at: offset)
            }
            return object.element
        default:
            return report("\(container.text) has no elements, so no '[…]'", at: offset)
        }
    }
}
