extension JSONCursor {
    /// Reads a number: an integer if it is written as one and fits, otherwise a finite double.
    mutating func number() throws(JSONProblem) -> JSONValue {
        let start = position
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        var magnitude: UInt64 = 0
        var fits = true
        let first = position
        while let digit = digit() {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(truncatingIfNeeded: digit))
            fits = fits && !overflow && !carry
            magnitude = sum
        }
        guard position > first else { throw problem(.badNumber) }
        guard bytes[first] != UInt8(ascii: "0") || position == first + 1 else {
            throw JSONProblem(reason: .leadingZero, offset: first)
        }
        let isInteger = try !skipFractionAndExponent()
        if isInteger, fits {
            if !isNegative, magnitude <= Int64.max.magnitude { return .int(Int64(magnitude)) }
            if isNegative, magnitude <= Int64.min.magnitude { return .int(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        // Rarely needed: claims are text.
        guard position - start <= 128 else { throw JSONProblem(reason: .numberOutOfRange, offset: start) }
        guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
            throw JSONProblem(reason: .numberOutOfRange, offset: start)
        }
        return .double(value)
    }

    /// Whether there was a fraction or an exponent.
    private mutating func skipFractionAndExponent() throws(JSONProblem) -> Bool {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits()
        }
        return position > start
    }

    private mutating func skipDigits() throws(JSONProblem) {
        let start = position
        while digit() != nil {}
        guard position > start else { throw problem(.badNumber) }
    }

    private mutating func digit() -> UInt8? {
        guard position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") else {
            return nil
        }
        defer { position += 1 }
        return bytes[position] - UInt8(ascii: "0")
    }
}
