internal import GatehouseModel
internal import PlainText

/// Parses the value of a term according to its field's kind.
struct QueryTermReader {
    let fields: QueryFields
    let now: Timestamp

    func term(
        field name: String?,
        operation: String,
        value: String,
        token: QueryLexer.Token
    ) throws(QueryError) -> Query.Expression {
        guard let name else {
            // A domain in a word is found in every spelling, as under a field.
            let isDomain = value.contains(".") && DomainSpellings.isInternational(value)
            return try anyOf(isDomain ? DomainSpellings.ofAddress(value, orDomain: true) : [value], nil, token)
        }
        guard let field = fields[name] else { throw unknown(name, token) }
        let comparison = Query.Comparison(rawValue: operation)
        switch field.kind {
        case .number, .duration: break
        default:
            guard comparison == nil || comparison == .equal else {
                throw QueryError(
                    position: token.valuePosition,
                    message: "\"\(field.name)\" cannot be compared with \(operation)",
                    remedy: "write \(field.name):value"
                )
            }
        }
        return try test(field, comparison, value, token)
    }

    private func test(
        _ field: QueryFields.Field,
        _ comparison: Query.Comparison?,
        _ value: String,
        _ token: QueryLexer.Token
    ) throws(QueryError) -> Query.Expression {
        switch field.kind {
        case .text: return .term(.init(field: field.name, test: .text(try pattern(value, token))))
        case .domain: return try anyOf(DomainSpellings.ofDomain(value), field, token)
        case .address: return try anyOf(DomainSpellings.ofAddress(value), field, token)
        case .word(let known):
            guard known.contains(value.lowercased()) else {
                let near = Spelling.closest(to: value, among: known).map { "; did you mean \(field.name):\($0)?" }
                throw wrong(value, token, "write \(list(known))\(near ?? "")")
            }
            return .term(.init(field: field.name, test: .text(TextPattern(value))))
        case .number: return try number(field, comparison, value, token)
        case .duration:
            guard let comparison, comparison != .equal else {
                throw QueryError(
                    position: token.valuePosition,
                    message: "\"\(field.name)\" needs a comparison",
                    remedy: "write \(field.name):>\(value)"
                )
            }
            guard let microseconds = Self.microseconds(value, unit: 1000) else {
                throw wrong(value, token, "write a duration such as 50ms, 1.5s or 2m")
            }
            return .term(.init(field: field.name, test: .number(comparison, microseconds)))
        case .since, .until:
            let comparison: Query.Comparison = field.kind == .since ? .greaterOrEqual : .less
            return .term(.init(field: field.name, test: .number(comparison, try moment(value, token))))
        case .id:
            guard let id = CallID(value) else { throw wrong(value, token, "write the 36 characters of an id") }
            return .term(.init(field: field.name, test: .id(id)))
        case .code:
            guard let code = ReferenceCode(value) else { throw wrong(value, token, "write a code such as K7Q2-9MXD") }
            return .term(.init(field: field.name, test: .number(.equal, Int64(code.value))))
        case .flag:
            guard let flag = ["yes": 1, "true": 1, "no": 0, "false": 0][value.lowercased()] else {
                throw wrong(value, token, "write \(field.name):yes or \(field.name):no")
            }
            return .term(.init(field: field.name, test: .number(.equal, Int64(flag))))
        }
    }

    private func number(
        _ field: QueryFields.Field,
        _ comparison: Query.Comparison?,
        _ value: String,
        _ token: QueryLexer.Token
    ) throws(QueryError) -> Query.Expression {
        if let dots = value.firstRange(of: ".."), comparison == nil,
            let low = Int64(value[..<dots.lowerBound]), let high = Int64(value[dots.upperBound...])
        {
            return .all([
                .term(.init(field: field.name, test: .number(.greaterOrEqual, low))),
                .term(.init(field: field.name, test: .number(.lessOrEqual, high))),
            ])
        }
        guard let number = Int64(value) else {
            throw wrong(value, token, "write a number, >=number or from..to")
        }
        return .term(.init(field: field.name, test: .number(comparison ?? .equal, number)))
    }

    /// A match of any of the spellings: as the value of a field, or anywhere in the searched fields.
    private func anyOf(
        _ spellings: [String],
        _ field: QueryFields.Field?,
        _ token: QueryLexer.Token
    ) throws(QueryError) -> Query.Expression {
        var parts: [Query.Expression] = []
        for spelling in spellings {
            let pattern = try pattern(spelling, token)
            parts.append(.term(.init(field: field?.name, test: .text(field == nil ? pattern.anywhere : pattern))))
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private func pattern(_ value: String, _ token: QueryLexer.Token) throws(QueryError) -> TextPattern {
        let pattern = TextPattern(value)
        guard pattern.starCount <= TextPattern.starLimit else {
            throw wrong(value, token, "use at most \(TextPattern.starLimit) * in one text")
        }
        return pattern
    }

    private func moment(_ value: String, _ token: QueryLexer.Token) throws(QueryError) -> Int64 {
        if let moment = Timestamp(value) { return moment.milliseconds }
        guard let microseconds = Self.microseconds(value, unit: nil) else {
            throw wrong(value, token, "write how long ago (1h, 7d) or a moment (2026-11-23 or 2026-11-23T11:44:29Z)")
        }
        return now.milliseconds - microseconds / 1000
    }

    /// `1.5s`, `50ms`, `7d` in microseconds, at most a hundred years. `unit` applies to numbers without a unit; if nil,
    /// a unit is required.
    static func microseconds(_ text: String, unit: Double?) -> Int64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard digits.first?.isNumber == true, digits.utf8.count <= 12, let number = Double(digits) else { return nil }
        let units: [Substring: Double] = [
            "us": 1, "µs": 1, "ms": 1e3, "s": 1e6, "m": 60e6, "h": 3600e6, "d": 86_400e6, "w": 604_800e6,
        ]
        let suffix = text[digits.endIndex...]
        guard let factor = suffix.isEmpty ? unit : units[suffix], number * factor <= 3.2e15 else { return nil }
        return Int64(nearest: number * factor)
    }

    private func wrong(_ value: String, _ token: QueryLexer.Token, _ remedy: String) -> QueryError {
        QueryError(position: token.valuePosition, message: "\"\(value)\" cannot stand here", remedy: remedy)
    }

    private func unknown(_ name: String, _ token: QueryLexer.Token) -> QueryError {
        if let remedy = fields.remedy(for: name) {
            return QueryError(position: token.position, message: "\"\(name)\" is not a filter's field", remedy: remedy)
        }
        let known = fields.fields.flatMap { [$0.name] + $0.aliases } + fields.unfiltered.map(\.name)
        let near = Spelling.closest(to: name, among: known).map { "did you mean \($0)? " } ?? ""
        return QueryError(
            position: token.position,
            message: "there is no field \"\(name)\"",
            remedy: "\(near)use \(list(fields.fields.map(\.name))), or put the text in quotes"
        )
    }

    private func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.joined() }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
