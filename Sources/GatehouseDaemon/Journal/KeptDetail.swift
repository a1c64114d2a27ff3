internal import GatehouseModel

/// What the journal keeps of a call beside its summary and bodies, in a compact form: encoding takes about a
/// microsecond, where JSON would take thirty.
struct KeptDetail: Equatable {
    var trace: Trace
    var message: String?
    var problem: String?
    var client: String?

    private static let format: UInt8 = 1
    /// Numbers that are written, so they never change their meaning. 0 stands for a name of its own.
    private static let stages = ["authenticated", "decoded", "recognised", "lists", "approval", "encoded", "rules"]
    private static let subjects: [Trace.Considered.Subject] = [.credential, .list, .rule, .approval, .retry]
    private static let results: [Trace.Considered.Result] = [.decided, .exempted, .overridden, .passed]

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(Self.format)
        writer.put(message)
        writer.put(problem)
        writer.put(client)
        writer.put(trace.considered.count)
        for considered in trace.considered {
            let subject = Self.subjects.firstIndex(of: considered.subject) ?? 0
            let result = Self.results.firstIndex(of: considered.result) ?? 0
            writer.put(UInt8(subject << 4 | result))
            writer.put(considered.name)
            writer.put(considered.entry)
            writer.put(considered.effect)
        }
        writer.put(trace.notes.count)
        for note in trace.notes { writer.put(note) }
        writer.put(trace.stages.count)
        for stage in trace.stages {
            if let known = Self.stages.firstIndex(of: stage.name) {
                writer.put(known + 1)
            } else {
                writer.put(0)
                writer.put(stage.name)
            }
            writer.put(stage.microseconds)
        }
        return writer.bytes
    }
}

extension KeptDetail {
    /// Reads what `bytes` wrote; nil when it is cut short or of a later format.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let read = try? Self.read(&reader) else { return nil }
        self = read
    }

    /// The address that connected, read without the rest; nil where there is none.
    static func client(in bytes: [UInt8]) -> String? {
        var reader = ByteReader(bytes)
        guard (try? reader.byte()) != nil, (try? reader.optionalText()) != nil, (try? reader.optionalText()) != nil
        else { return nil }
        return (try? reader.optionalText()) ?? nil
    }

    private static func read(_ reader: inout ByteReader) throws -> KeptDetail {
        guard try reader.byte() == format else { throw ByteReader.Truncated() }
        var detail = KeptDetail(trace: Trace())
        detail.message = try reader.optionalText()
        detail.problem = try reader.optionalText()
        detail.client = try reader.optionalText()
        for _ in 0..<(try reader.number()) {
            let kinds = Int(try reader.byte())
            guard kinds >> 4 < subjects.count, kinds & 15 < results.count else { throw ByteReader.Truncated() }
            detail.trace.considered.append(
                Trace.Considered(
                    subject: subjects[kinds >> 4],
                    name: try reader.text(),
                    result: results[kinds & 15],
                    entry: try reader.optionalText(),
                    effect: try reader.optionalText()
                )
            )
        }
        for _ in 0..<(try reader.number()) { detail.trace.notes.append(try reader.text()) }
        for _ in 0..<(try reader.number()) {
            let known = try reader.number()
            guard known <= stages.count else { throw ByteReader.Truncated() }
            let name = known == 0 ? try reader.text() : stages[known - 1]
            detail.trace.stages.append(.init(name: name, microseconds: try reader.number()))
        }
        return detail
    }
}
