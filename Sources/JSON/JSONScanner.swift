/// Reads one JSON text (RFC 8259) in a single pass, strictly and within limits.
///
/// It is stricter than the RFC where two readers might otherwise understand a text differently: member names are
/// unique, escaped surrogates come in pairs, strings are UTF-8, and nothing follows the value. Integers that fit `Int64`
/// stay integers.
package enum JSONScanner {
    /// Reads a text.
    package static func scan(
        _ bytes: UnsafeRawBufferPointer,
        limits: JSONLimits = JSONLimits()
    ) throws(JSONProblem) -> JSONValue {
        guard bytes.count <= limits.bytes else {
            throw JSONProblem(reason: .tooLong(limit: limits.bytes), offset: limits.bytes)
        }
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { throw JSONProblem(reason: .byteOrderMark, offset: 0) }
        var cursor = JSONCursor(bytes, limits: limits)
        return try cursor.text()
    }

    /// Reads a text.
    package static func scan(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONProblem) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (bytes) throws(JSONProblem) in
            try scan(UnsafeRawBufferPointer(bytes), limits: limits)
        }
    }
}
