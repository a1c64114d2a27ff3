import CEL

/// What an expression comes to, in the tagged form in which batch lines are answered, or `error`.
func answer(_ expression: String, _ bindings: String = "{}", container: String = "", macros: Bool = true) -> String {
    let line = """
        {"expr":\(quoted(expression)),"bindings":\(bindings),"container":\(quoted(container)),"macros":\(macros)}
        """
    let answer = Batch.answer(to: Array(line.utf8))
    if answer.hasPrefix(#"{"error":"#) { return "error" }
    return String(answer.dropFirst(#"{"value":"#.count).dropLast())
}

/// The message of an expression that must not have a value; nil when it has one.
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
