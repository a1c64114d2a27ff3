import CEL

/// The value of an expression in the tagged form of batch answers, or `error`.
func answer(_ expression: String, _ bindings: String = "{}", container: String = "", macros: Bool = true) -> String {
    let line = """
        {"expr":\(quoted(expression)),"bindings":\(bindings),"container":\(quoted(container)),"macros":\(macros)}
        """
    let answer = Batch.answer(to: Array(line.utf8))
    if answer.hasPrefix(#"{"error":"#) { return "error" }
    return String(answer.dropFirst(#"{"value":"#.count).dropLast())
}

/// The error of an expression that must fail; nil if it has a value.
func problem(_ expression: String, in environment: Environment = Environment(variables: nil)) -> ExpressionError? {
    do throws(ExpressionError) {
        _ = try environment.compile(expression).evaluate([:])
        return nil
    } catch {
        return error
    }
}

private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"", "\\": quoted += "\\\(scalar)"
        case _ where scalar.value < 32:
            quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
