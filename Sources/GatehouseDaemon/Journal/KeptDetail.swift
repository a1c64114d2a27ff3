internal import GatehouseModel

/// The details the journal stores about a call besides its summary and bodies, in a compact form. Encoding takes about
/// a microsecond; JSON would take thirty.
struct KeptDetail: Equatable {
    var trace: Trace
    var message: String?
    var problem: String?
    var client: String?

    /// Format 2 adds what rules read, changed and tagged.
    private static let format: UInt8 = 2
    /// The index is stored, so these must never change their meaning. 0 stands for a name that is stored as text.
    private static let stages = ["authenticated", "decoded", "recognised", "lists", "approval", "encoded", "rules"]
    private static let subjects: [Trace.Considered.Subject] = [.credential, .list, .rule, .approval, .retry]
    private static let results: [Trace.Considered.Result] = [
        .decided, .exempted, .overridden, .passed, .applied, .shadowed, .unknown,
    ]
    private static let outcomes: [Outcome] = [.continue, .block, .invalid, .pending, .refused, .failed]

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
            writer.put(UInt8(truncatingIfNeeded: subject << 4 | result))
            writer.put(considered.name)
            writer.put(considered.entry)
            writer.put(considered.effect)
            Self.put(considered.reads, &writer)
            Self.put(considered.changes, &writer)
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
        writer.put(trace.tags.count)
        for tag in trace.tags { writer.put(tag) }
        writer.put(trace.nearest?.change)
        if let nearest = trace.nearest { writer.put(Self.outcomes.firstIndex(of: nearest.outcome) ?? 0) }
        return writer.bytes
    }

    private static func put(_ readings: [Trace.Reading], _ writer: inout ByteWriter) {
        writer.put(readings.count)
        for reading in readings {
            writer.put(reading.path)
            writer.put(reading.value)
        }
    }
}

extension KeptDetail {
    /// Decodes `bytes`; nil if they are truncated or have a later format.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let read = try? Self.read(&reader) else { return nil }
        self = read
    }

    /// The address that connected, without decoding the rest; nil if there is none.
    static func client(in bytes: [UInt8]) -> String? {
        var reader = ByteReader(bytes)
        guard (try? reader.byte()) != nil, (try? reader.optionalText()) != nil, (try? reader.optionalText()) != nil
        else { return nil }
        return (try? reader.optionalText()) ?? nil
    }

    private static func read(_ reader: inout ByteReader) throws -> KeptDetail {
        let format = try reader.byte()
        guard (1...Self.format).contains(format) else { throw ByteReader.Truncated() }
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
                    effect: try reader.optionalText(),
                    reads: format > 1 ? try readings(&reader) : [],
                    changes: format > 1 ? try readings(&reader) : []
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
        guard format > 1 else { return detail }
        for _ in 0..<(try reader.number()) { detail.trace.tags.append(try reader.text()) }
        if let change = try reader.optionalText() {
            let outcome = try reader.number()
            guard outcome < outcomes.count else { throw ByteReader.Truncated() }
            detail.trace.nearest = Trace.NearMiss(outcome: outcomes[outcome], change: change)
        }
        return detail
    }

    private static func readings(_ reader: inout ByteReader) throws -> [Trace.Reading] {
        var readings: [Trace.Reading] = []
        for _ in 0..<(try reader.number()) {
            readings.append(Trace.Reading(path: try reader.text(), value: try reader.optionalText()))
        }
        return readings
    }
}
