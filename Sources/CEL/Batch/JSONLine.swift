import JSON

/// Writes JSON on one line that is safe to print.
struct JSONLine {
    private(set) var text = ""

    mutating func raw(_ piece: String) { text += piece }

    mutating func string(_ value: String) { text += PrintableJSON.quoted(value) }

    /// `{"name":"value"}`.
    mutating func member(_ name: String, _ value: String) {
        raw("{\"\(name)\":")
        string(value)
        raw("}")
    }
}
