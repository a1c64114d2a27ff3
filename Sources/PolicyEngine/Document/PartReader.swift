import StrictTOML

/// Reads the parts of a document by kind and continues after a malformed one, so that an admin sees all problems at
/// once.
struct PartReader {
    private let top: StrictTable
    private var problems: [TOMLProblem] = []
    private var tables: [String: [StrictTable]] = [:]

    /// The maximum number of problems reported.
    static let problemLimit = 100

    init(_ top: StrictTable) { self.top = top }

    /// The names of all `[[key]]` tables, including malformed ones, so that references to those are not reported as
    /// well.
    mutating func names(_ key: String) -> [String] {
        tables(key).compactMap { table in (try? table.string("name")) ?? nil }
    }

    /// All valid `[[key]]` tables. A duplicate name is a problem.
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

    /// Reports a problem that concerns several parts.
    mutating func note(_ problem: TOMLProblem) { problems.append(problem) }

    /// All problems, with unknown keys last.
    func finish() -> [TOMLProblem] { Array((problems + top.leftovers()).prefix(Self.problemLimit)) }

    /// Each table is taken only once, because it records which keys were asked for.
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
