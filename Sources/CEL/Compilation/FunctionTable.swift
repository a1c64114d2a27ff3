/// Functions by name and call style.
struct FunctionTable: Sendable {
    private var globals: [String: Function] = [:]
    private var receivers: [String: Function] = [:]

    static let standard = FunctionTable().adding(
        (StandardFunctions.all + ConversionFunctions.all + TimeFunctions.all + StringFunctions.all
            + MathFunctions.all + EncodingFunctions.all + OptionalFunctions.all + ListFunctions.all
            + NetworkFunctions.all).map(declared)
    )

    /// A standard function with its signatures.
    private static func declared(_ function: Function) -> Function {
        let forms =
            switch function.style {
            case .global: StandardSignatures.globals[function.name]
            case .receiver: StandardSignatures.receivers[function.name]
            }
        return function.with(forms ?? [])
    }

    func adding(_ functions: [Function]) -> FunctionTable {
        var table = self
        for function in functions {
            switch function.style {
            case .global: table.globals[function.name] = table.globals[function.name] ?? function
            case .receiver: table.receivers[function.name] = table.receivers[function.name] ?? function
            }
        }
        return table
    }

    func global(_ name: String) -> Function? { globals[name] }

    func receiver(_ name: String) -> Function? { receivers[name] }

    /// All functions.
    var functions: [Function] { Array(globals.values) + receivers.values }

    /// The names to suggest for a misspelled one.
    func names(_ style: Function.Style) -> [String] {
        Array((style == .global ? globals : receivers).keys)
    }
}

extension Environment {
    /// Names of functions whose argument types are not checked at compile time.
    package var functionsWithoutSignatures: [String] {
        functions.functions.filter(\.signatures.isEmpty).map(\.name).sorted { Text.order($0, $1) < 0 }
    }

    /// Every signature of every function and macro, one per line: `string.startsWith(string) -> bool`. Macros come
    /// first, then functions by name.
    package var forms: [String] {
        let calls = functions.functions.flatMap { function in
            function.signatures.map { (name: function.name, text: $0.text(of: function)) }
        }
        let sorted = calls.sorted { left, right in
            let order = Text.order(left.name, right.name)
            return order != 0 ? order < 0 : Text.order(left.text, right.text) < 0
        }
        return (macros ? Parser.macroForms : []) + sorted.map(\.text)
    }
}

extension Signature {
    /// The signature as text: `name(types) -> type`.
    func text(of function: Function) -> String {
        var types = parameters.map(\.text)
        if repeats, let last = types.last { types.append("\(last)…") }
        if function.style == .global { return "\(function.name)(\(types.joined(separator: ", "))) -> \(result.text)" }
        return "\(types[0]).\(function.name)(\(types.dropFirst().joined(separator: ", "))) -> \(result.text)"
    }
}
