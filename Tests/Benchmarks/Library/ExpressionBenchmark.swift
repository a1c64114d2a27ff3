import CEL
import Foundation

/// Evaluates the expressions of a file and prints the CPU time of each in nanoseconds, as JSON. `peers/expressions.py`
/// gives the same expressions to other implementations.
enum ExpressionBenchmark {
    private struct Row: Encodable {
        var expression: String
        var value: Bool
        var nanoseconds: Double
        var compiling: Double
    }

    static func run(file: String) throws {
        let given = try PlainJSON.value(of: Array(try Data(contentsOf: URL(fileURLWithPath: file))))
        guard case .map(let members) = given, let claims = members[.string("claims")],
            case .list(let expressions)? = members[.string("expressions")]
        else { throw CocoaError(.fileReadCorruptFile) }
        let environment = Environment(variables: ["claims"])
        let variables = environment.variables(["claims": claims])
        let rows = try expressions.elements.compactMap { expression -> Row? in
            guard case .string(let text) = expression else { return nil }
            return try row(text, environment, variables)
        }
        print(String(decoding: try JSONEncoder().encode(rows), as: UTF8.self))
    }

    private static func row(_ text: String, _ environment: Environment, _ variables: Variables) throws -> Row {
        let program = try environment.compile(text)
        return Row(
            expression: text,
            value: try program.isTrue(variables),
            nanoseconds: try nanoseconds { _ = try program.evaluate(variables) },
            compiling: try nanoseconds { _ = try environment.compile(text) }
        )
    }

    /// The best of three runs of at least 60 ms.
    private static func nanoseconds(_ work: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<3 {
            var count = 1
            while true {
                let start = processTime()
                for _ in 0..<count { try work() }
                let took = processTime() - start
                if took > 60_000_000 {
                    best = min(best, took / Double(count))
                    break
                }
                count *= 4
            }
        }
        return best
    }

    /// The CPU time in nanoseconds, with microsecond resolution.
    private static func processTime() -> Double { Double(clock()) * 1000 }
}
