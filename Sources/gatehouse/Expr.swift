import ArgumentParser
import CEL
import Foundation

/// `gatehouse expr`: what a rule expression evaluates to.
struct ExprCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expr",
        abstract: "Evaluate a rule expression and print its value and type.",
        discussion: """
            Expressions are CEL, the Common Expression Language (cel.dev). \
            With --claims the file's JSON is bound to the variable claims.

              gatehouse expr 'claims.email.endsWith("@b.example")' --claims claims.json

            --batch reads one JSON object a line, {"expr":…,"bindings":{NAME:VALUE},"container":…,"macros":true}, \
            and writes {"value":VALUE} or {"error":…} a line, in order. A VALUE names its type: {"int":"1"}, \
            {"list":[{"string":"a"}]}.
            """
    )

    @Argument(help: "The expression.")
    var expression: String?

    @Option(help: ArgumentHelp("JSON to bind to the variable claims; - is standard input.", valueName: "file"))
    var claims: String?

    @Flag(help: "Answer one JSON line after the other from standard input.")
    var batch = false

    func validate() throws {
        if batch, expression != nil || claims != nil {
            throw ValidationError("--batch takes its expressions from standard input, and no --claims")
        }
        if !batch, expression == nil { throw ValidationError("an expression is missing") }
    }

    func run() throws {
        if batch { return try BatchLines().answerAll() }
        let variables: Set<String>? = claims == nil ? nil : ["claims"]
        do {
            let program = try Environment(variables: variables).compile(expression ?? "")
            let value = try program.evaluate(try bindings())
            print("\(PlainJSON.text(of: value))  (\(value.typeName.text))")
        } catch let error as ExpressionError {
            throw Failure(.usage, "the expression has no value: \(error.headline)", hint: "\n\(error.pointer)")
        }
    }

    private func bindings() throws -> [String: Value] {
        guard let claims else { return [:] }
        let bytes = Array(try TextFile.bytes(claims, limit: Batch.lineLimit))
        do throws(CEL.Failure) {
            return ["claims": try PlainJSON.value(of: bytes)]
        } catch {
            throw Failure(.usage, "\(claims) is not JSON: \(error)", hint: "Name a file with one JSON object.")
        }
    }
}

/// Standard input line by line, each answered before the next is read.
private struct BatchLines {
    func answerAll() throws {
        var pending: [UInt8] = []
        var skipping = false
        while let chunk = try FileHandle.standardInput.read(upToCount: 1 << 16), !chunk.isEmpty {
            for byte in chunk {
                guard byte == UInt8(ascii: "\n") else {
                    // A line beyond the limit is answered as too long without being kept.
                    if pending.count <= Batch.lineLimit { pending.append(byte) } else { skipping = true }
                    continue
                }
                answer(pending)
                pending.removeAll(keepingCapacity: !skipping)
                skipping = false
            }
        }
        if !pending.isEmpty { answer(pending) }
    }

    private func answer(_ line: [UInt8]) {
        print(Batch.answer(to: line))
    }
}
