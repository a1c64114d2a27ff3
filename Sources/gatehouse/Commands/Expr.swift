import ArgumentParser
import CEL
import Foundation
import GatehouseModel
import PolicyEngine

/// `gatehouse expr`: evaluates a rule expression.
struct ExprCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expr",
        abstract: "Evaluate a rule expression and print its value and type.",
        discussion: """
            Expressions are CEL, the Common Expression Language (cel.dev). \
            With --claims the file's JSON is bound to the variable claims. Gatehouse's own functions .domain() and \
            .titleCase() are there; list() needs a daemon: see gatehouse rules test --when.

              gatehouse expr 'claims.email.domain() == "b.example"' --claims claims.json

            --batch reads one JSON object a line, {"expr":…,"bindings":{NAME:VALUE},"container":…,"macros":true}, \
            and writes {"value":VALUE} or {"error":…} a line, in order. A VALUE names its type: {"int":"1"}, \
            {"list":[{"string":"a"}]}.

            --functions lists the language's own functions and macros with the types they take.
            """
    )

    @Argument(help: "The expression.")
    var expression: String?

    @Option(help: ArgumentHelp("JSON to bind to the variable claims; - is standard input.", valueName: "file"))
    var claims: String?

    @Flag(help: "Answer one JSON line after the other from standard input.")
    var batch = false

    @Flag(help: "List the functions and macros of the language.")
    var functions = false

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if functions {
            guard expression == nil, claims == nil, !batch else {
                throw ValidationError("--functions stands alone")
            }
            return
        }
        if batch, expression != nil || claims != nil {
            throw ValidationError("--batch takes its expressions from standard input, and no --claims")
        }
        if !batch, expression == nil { throw ValidationError("an expression is missing") }
    }

    func run() throws {
        if functions { return try listFunctions() }
        if batch {
            var lines = BatchLines()
            return lines.answerAll()
        }
        let variables: Set<String>? = claims == nil ? nil : ["claims"]
        do {
            let program = try Environment(variables: variables, functions: TextFunctions.all).compile(expression ?? "")
            let value = try program.evaluate(try bindings())
            try show(value)
        } catch let error as ExpressionError {
            throw Failure(.usage, "the expression has no value: \(error.headline)", hint: "\n\(error.pointer)")
        }
    }

    private func listFunctions() throws {
        let forms = Environment(variables: [:]).forms
        guard printing.output != .table else { return forms.forEach { StandardOutput.write("\($0)\n") } }
        try printing.printer.list(forms.map { FunctionForm(form: $0) }, nothing: "")
    }

    private func show(_ value: Value) throws {
        let json = PlainJSON.text(of: value)
        guard printing.output != .table else {
            return StandardOutput.write(PrintedText(json: json) + "  (\(value.typeName.text))\n")
        }
        let type = value.typeName.text
        guard printing.output == .csv else {
            // The value's own JSON, because decoding it would round large numbers.
            let object =
                PrintedText(json: "{\"type\":") + (try JSONText.line(type)) + PrintedText(json: ",\"value\":\(json)}")
            return StandardOutput.write(object + "\n")
        }
        let text = (try? JSONDecoder().decode(String.self, from: Data(json.utf8))) ?? json
        StandardOutput.write([CSV.header(["type", "value"]), CSV.header([type, text])])
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

/// One function or macro of the language with the types it takes, for scripts.
private struct FunctionForm: Listable {
    let form: String

    static var columns: [Column<FunctionForm>] { [Column("FORM") { $0.form }] }
    static var fields: [String] { ["form"] }
}

/// Reads standard input line by line. Writes each answer before it waits for more input, so that a caller can write a
/// line, read the answer and continue.
private struct BatchLines {
    private var pending: [UInt8] = []
    /// Answers not yet written.
    private var answers: [PrintedText] = []

    mutating func answerAll() {
        while let chunk = Self.nextChunk() {
            for byte in chunk {
                if byte == UInt8(ascii: "\n") {
                    answer()
                } else if pending.count <= Batch.lineLimit {
                    // Bytes beyond the limit are dropped, except one, which shows that the line is too long.
                    pending.append(byte)
                }
            }
            flush()
        }
        if !pending.isEmpty { answer() }
        flush()
    }

    private mutating func answer() {
        answers.append(PrintedText(json: Batch.answer(to: pending)) + "\n")
        pending.removeAll(keepingCapacity: pending.count < 1 << 16)
    }

    private mutating func flush() {
        StandardOutput.write(PrintedText.joined(answers, ""))
        answers.removeAll(keepingCapacity: true)
    }

    /// The next bytes of standard input, at least one; nil at its end.
    private static func nextChunk() -> ArraySlice<UInt8>? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 { return buffer[..<count] }
            guard count < 0, errno == EINTR else { return nil }
        }
    }
}
