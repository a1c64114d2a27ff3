import JSON

/// Evaluates expressions given as JSON, one per line, for test suites and scripts.
package enum Batch {
    /// The maximum length of a line in bytes.
    package static let lineLimit = 8 << 20

    /// Answers one line `{"expr":…,"bindings":{NAME:VALUE},"container":…,"macros":true}` with `{"value":VALUE}` or
    /// `{"error":"…"}`. All members but `expr` are optional. Never throws: a malformed line gets an error answer.
    package static func answer(to line: [UInt8], limits: Limits = Limits()) -> String {
        var json = JSONLine()
        switch outcome(of: line, limits) {
        case .success(let value):
            json.raw("{\"value\":")
            TaggedValue.write(value, to: &json)
            json.raw("}")
        case .failure(let problem):
            json.member("error", problem.text)
        }
        return json.text
    }

    private struct Problem: Error {
        let text: String
    }

    private static func outcome(of line: [UInt8], _ limits: Limits) -> Result<Value, Problem> {
        do {
            guard line.count <= lineLimit else { throw Failure.invalid("a line may have \(lineLimit) bytes") }
            let parsed = try request(line)
            let value = try parsed.environment.compile(parsed.text).evaluate(parsed.bindings, limits: limits)
            return .success(value)
        } catch let error as ExpressionError {
            return .failure(Problem(text: error.description))
        } catch {
            return .failure(Problem(text: "\(error)"))
        }
    }

    private static func request(
        _ line: [UInt8]
    ) throws(Failure) -> (text: String, bindings: [String: Value], environment: Environment) {
        let json = try PlainJSON.scan(line)
        guard case .string(let text)? = json.object?["expr"] else {
            throw .invalid("the line has no \"expr\" with a text")
        }
        let environment = Environment(variables: nil, container: try container(json), macros: try macros(json))
        return (text, try bindings(json), environment)
    }

    private static func container(_ json: JSONValue) throws(Failure) -> String {
        switch json.object?["container"] {
        case nil, .null: return ""
        case .string(let name): return name
        default: throw .invalid("\"container\" must be a text")
        }
    }

    private static func macros(_ json: JSONValue) throws(Failure) -> Bool {
        switch json.object?["macros"] {
        case nil, .null: return true
        case .bool(let enabled): return enabled
        default: throw .invalid("\"macros\" must be true or false")
        }
    }

    private static func bindings(_ json: JSONValue) throws(Failure) -> [String: Value] {
        switch json.object?["bindings"] {
        case nil, .null: return [:]
        case .object(let members):
            var bindings: [String: Value] = [:]
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                do throws(Failure) {
                    bindings[name] = try TaggedValue.read(value)
                } catch {
                    throw .invalid("binding '\(name.clipped)': \(error)")
                }
            }
            return bindings
        default: throw .invalid("\"bindings\" must be an object")
        }
    }
}
