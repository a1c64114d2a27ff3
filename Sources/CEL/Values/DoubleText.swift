import Foundation

/// Formats doubles, with the shortest digits that parse back to the same value.
enum DoubleText {
    /// The result of `string(x)`: plain decimals from 0.0001 up to 1e21, an exponent otherwise. The specification
    /// leaves the form open; this is JavaScript's, with at least two digits in the exponent.
    static func general(_ value: Double) -> String {
        guard value.isFinite else { return nonFinite(value) }
        let (digits, exponent) = shortest(value)
        guard exponent < -4 || exponent >= 21 else { return plain(value) }
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        let sign = value.sign == .minus ? "-" : ""
        let size = String(abs(exponent))
        return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(size.count < 2 ? "0" : "")\(size)"
    }

    /// Plain decimals of any length, for `%s` and `%d`.
    static func plain(_ value: Double) -> String {
        guard value.isFinite else { return nonFinite(value) }
        let (digits, exponent) = shortest(value)
        let sign = value.sign == .minus ? "-" : ""
        if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
        guard digits.count > exponent + 1 else {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return "\(sign)\(digits.prefix(exponent + 1)).\(digits.dropFirst(exponent + 1))"
    }

    /// `%.<precision>f`.
    static func fixed(_ value: Double, precision: Int) -> String {
        value.isFinite ? String(format: "%.\(precision)f", value) : nonFinite(value)
    }

    /// `%.<precision>e`.
    static func scientific(_ value: Double, precision: Int) -> String {
        value.isFinite ? String(format: "%.\(precision)e", value) : nonFinite(value)
    }

    private static func nonFinite(_ value: Double) -> String {
        value.isNaN ? "NaN" : (value < 0 ? "-Infinity" : "Infinity")
    }

    /// The shortest digits that parse back to `value`, and the power of ten of the first digit.
    private static func shortest(_ value: Double) -> (digits: String, exponent: Int) {
        guard value != 0 else { return ("0", 0) }
        let parts = value.magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = mantissa[0]
        var digits = String(whole) + (mantissa.count > 1 ? mantissa[1] : "")
        var exponent = whole.count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            exponent -= 1
        }
        return (digits, exponent)
    }
}
