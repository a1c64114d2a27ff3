import StrictTOML

/// Reads the parts of a document kind by kind, and goes on after one that is wrong, so that an admin sees all
/// problems at once.
struct PartReader {
    private let top: StrictTable
    private var problems: [TOMLProblem] = []
    private var tables: [String: [StrictTable]] = [:]

    /// So many problems are enough for one look.
    static let problemLimit = 100

    init(_ top: StrictTable) { self.top = top }

    /// The names of all `[[key]]` tables, of wrong ones too: who refers to them is not wrong as well.
    mutating func names(_ key: String) -> [String] {
        tables(key).compactMap { table in (try? table.string("name")) ?? nil }
    }

    /// All `[[key]]` tables that are right, with names that differ.
    mutating func read<Part: Named>(
        _ key: String,
        limit: Int = PolicyDocument.countLimit,
        _ parse: (StrictTable) throws(TOMLProblem) -> Part
    ) -> [Part] {
        let tables = tables(key)
        guard tables.count <= limit else {
            for table in tables { table.abandon() }
            note(top.problem(key, "there are \(tables.count) [[\(key)]] tables", remedy: "keep to \(limit)"))
            return []
        }
        var parts: [Part] = []
        var seen: Set<String> = []
        for table in tables {
            do throws(TOMLProblem) {
                let part = try parse(table)
                guard seen.insert(part.name).inserted else {
                    let message = "the name \(part.name.quoted()) is taken by another \(key)"
                    throw table.problem("name", message, remedy: "give each \(key) a name of its own")
                }
                parts.append(part)
            } catch {
                table.abandon()
                note(error)
            }
        }
        return parts
    }

    /// A problem that is found by looking at the whole.
    mutating func note(_ problem: TOMLProblem) { problems.append(problem) }

    /// Everything that is wrong, keys that nobody knows last.
    func finish() -> [TOMLProblem] { Array((problems + top.leftovers()).prefix(Self.problemLimit)) }

    /// Each table is taken once, since it remembers what was asked for.
    private mutating func tables(_ key: String) -> [StrictTable] {
        if let known = tables[key] { return known }
        do throws(TOMLProblem) {
            let taken = try top.tables(key)
            tables[key] = taken
            return taken
        } catch {
            note(error)
            tables[key] = []
            return []
        }
    }
}
