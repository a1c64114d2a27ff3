import Foundation
import GatehouseModel
import PolicyEngine

extension Benchmarks {
    /// Measures look-ups of networks, patterns and claim values, and of rows of reference data.
    static func data(_ report: inout Report) throws {
        let people = (0..<4096).map { number in
            Question(
                Claims(
                    email: "person.\(number)@atelier-\(number).example",
                    attributes: ["country": "SE", "customer": .string("C-\(number * 31)")]
                ),
                client: "10.\(number % 250).\(number / 250).7"
            )
        }
        try lists(&report, people)
        try tables(&report)
    }

    private static func lists(_ report: inout Report, _ people: [Question]) throws {
        var networks = EntryRecords()
        for number in 0..<100_000 {
            let address = "10.\(number >> 16).\(number >> 8 & 0xFF).\(number & 0xFF)/32"
            networks.append(EntryPattern(kind: .cidr, canonical: address), id: Int64(number))
        }
        for number in 0..<250 {
            networks.append(EntryPattern(kind: .cidr, canonical: "10.\(number).0.0/16"), id: Int64(200_000 + number))
        }
        var values = EntryRecords()
        for number in 0..<100_000 {
            values.append(EntryPattern(kind: .value, canonical: "customer=c-\(number)"), id: Int64(number))
        }
        var patterns = EntryRecords()
        for number in 0..<500 {
            patterns.append(
                EntryPattern(kind: .pattern, canonical: "^bot\(number)[0-9]+@.*\\.example$"),
                id: Int64(number)
            )
        }
        for (name, records) in [("100,250 networks", networks), ("100,000 values", values), ("500 patterns", patterns)]
        {
            let index = EntryIndex(records)
            let start = ContinuousClock.now
            index.prepare()
            let prepared = microseconds(ContinuousClock.now - start)
            let took = median(people) { index.firstMatch(for: $0, at: Timestamp(milliseconds: 0)) != nil }
            report.lines.append(
                "a list of \(name): \(format(took.p50)) µs p50, \(format(took.p99)) µs p99 a question,"
                    + " \(index.footprint / index.count) bytes an entry, \(took.hits) matched"
                    + (prepared > 100 ? ", \(format(prepared / 1000)) ms to compile" : "")
            )
        }
    }

    private static func tables(_ report: inout Report) throws {
        let count = 300_000
        var builder = TableBuilder(columns: ["email", "tier", "country", "since"], key: 0, keyKind: .email)
        var text = 0
        for number in 0..<count {
            let row = ["person.\(number)@customer-\(number % 4999).example", "gold", "SE", "2026-11-01"]
            text += row.reduce(0) { $0 + $1.utf8.count }
            try builder.append(row.map { ArraySlice($0.utf8) })
        }
        let table = builder.finish()
        let keys = (0..<4096).map { "Person.\($0 * 73 % count)@Customer-\($0 * 73 % count % 4999).example" }
        let took = median(keys) { table.row($0).map { table.cell($0, 1) } != nil }
        report.lines.append(
            "a table of \(count) rows: \(format(took.p50)) µs p50, \(format(took.p99)) µs p99 a look-up,"
                + " \((table.footprint - text) / count) bytes a row beside \(text / count) of text"
        )
    }

    private static func median<Item>(
        _ items: [Item],
        _ ask: (Item) -> Bool
    ) -> (p50: Double, p99: Double, hits: Int) {
        var took: [Double] = []
        var hits = 0
        for _ in 0..<10 {
            for item in items {
                let start = ContinuousClock.now
                if ask(item) { hits += 1 }
                took.append(microseconds(ContinuousClock.now - start))
            }
        }
        took.sort()
        return (took[took.count / 2], took[took.count * 99 / 100], hits)
    }
}
