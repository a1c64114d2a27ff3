/// Functions by the way they are called.
struct FunctionTable: Sendable {
    private var globals: [String: Function] = [:]
    private var receivers: [String: Function] = [:]

    static let standard = FunctionTable().adding(
        StandardFunctions.all + ConversionFunctions.all + TimeFunctions.all + StringFunctions.all + MathFunctions.all
            + EncodingFunctions.all + OptionalFunctions.all
    )

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

    /// Names to suggest.
    func names(_ style: Function.Style) -> [String] {
        Array((style == .global ? globals : receivers).keys)
    }
}
