/// Literals are text of the program itself. They must be `StaticString`s, so no outside text can be used as one.
extension SafeText: ExpressibleByStringInterpolation {
    package typealias StringLiteralType = StaticString

    /// Text of the program itself.
    package init(stringLiteral value: StaticString) {
        var interpolation = StringInterpolation(literalCapacity: value.utf8CodeUnitCount, interpolationCount: 0)
        interpolation.appendLiteral(value)
        self = interpolation.text
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.text
    }

    /// Text of the program itself with interpolated data; the data is made safe.
    package struct StringInterpolation: StringInterpolationProtocol {
        package typealias StringLiteralType = StaticString
        var text = SafeText()

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: StaticString) {
            var sanitiser = Sanitiser()
            sanitiser.append(literal.description.unicodeScalars, limit: SafeText.limit)
            text += sanitiser.text
        }

        package mutating func appendInterpolation(_ data: some StringProtocol) { text += SafeText(data) }
        package mutating func appendInterpolation(_ safe: SafeText) { text += safe }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { text += SafeText(String(number)) }
    }
}
