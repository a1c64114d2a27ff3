/// Punycode, the ASCII encoding of one Unicode label (RFC 3492 §5 and §6).
enum Punycode {
    private static let base = 36
    private static let tMin = 1
    private static let tMax = 26

    /// The encoded form without the `xn--` prefix; nil on overflow.
    static func encode(_ input: [Unicode.Scalar]) -> String? {
        var output = input.filter(\.isASCII).map { UInt8(truncatingIfNeeded: $0.value) }
        let basic = output.count
        var handled = basic
        if basic > 0 { output.append(UInt8(ascii: "-")) }
        var code: UInt32 = 128
        var delta = 0
        var bias = 72
        while handled < input.count {
            guard let next = input.lazy.map(\.value).filter({ $0 >= code }).min() else { return nil }
            let (step, overflow) = Int(next - code).multipliedReportingOverflow(by: handled + 1)
            guard !overflow, delta < Int.max - step else { return nil }
            delta += step
            code = next
            for scalar in input {
                if scalar.value < code { delta += 1 }
                guard scalar.value == code else { continue }
                var quotient = delta
                var k = base
                while true {
                    let threshold = min(max(k - bias, tMin), tMax)
                    guard quotient >= threshold else { break }
                    output.append(digit(threshold + (quotient - threshold) % (base - threshold)))
                    quotient = (quotient - threshold) / (base - threshold)
                    k += base
                }
                output.append(digit(quotient))
                bias = adapt(delta, handled + 1, first: handled == basic)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// Decodes `text`, a label without its `xn--`; nil if it is not Punycode.
    static func decode(_ text: Substring) -> [Unicode.Scalar]? {
        var output: [Unicode.Scalar] = []
        var rest = text.unicodeScalars[...]
        if let hyphen = text.unicodeScalars.lastIndex(of: "-") {
            output = Array(text.unicodeScalars[..<hyphen])
            rest = text.unicodeScalars[text.unicodeScalars.index(after: hyphen)...]
        }
        guard output.allSatisfy(\.isASCII) else { return nil }
        var code = 128
        var position = 0
        var bias = 72
        while !rest.isEmpty {
            let before = position
            var weight = 1
            var k = base
            while true {
                guard let scalar = rest.popFirst(), let value = value(of: scalar) else { return nil }
                let (product, overflow) = value.multipliedReportingOverflow(by: weight)
                guard !overflow, position <= Int.max - product else { return nil }
                position += product
                let threshold = min(max(k - bias, tMin), tMax)
                if value < threshold { break }
                let (grown, grownOverflow) = weight.multipliedReportingOverflow(by: base - threshold)
                guard !grownOverflow else { return nil }
                weight = grown
                k += base
            }
            let count = output.count + 1
            bias = adapt(position - before, count, first: before == 0)
            let (next, codeOverflow) = code.addingReportingOverflow(position / count)
            guard !codeOverflow, next <= 0x10FFFF, let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: next)) else {
                return nil
            }
            code = next
            position %= count
            output.insert(scalar, at: position)
            position += 1
        }
        return output
    }

    private static func adapt(_ delta: Int, _ count: Int, first: Bool) -> Int {
        var delta = first ? delta / 700 : delta / 2
        delta += delta / count
        var k = 0
        while delta > (base - tMin) * tMax / 2 {
            delta /= base - tMin
            k += base
        }
        return k + (base - tMin + 1) * delta / (delta + 38)
    }

    private static func digit(_ value: Int) -> UInt8 {
        value < 26
            ? UInt8(ascii: "a") + UInt8(truncatingIfNeeded: value)
            : UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value - 26)
    }

    private static func value(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "a"..."z": Int(scalar.value) - 0x61
        case "A"..."Z": Int(scalar.value) - 0x41
        case "0"..."9": Int(scalar.value) - 0x30 + 26
        default: nil
        }
    }
}
