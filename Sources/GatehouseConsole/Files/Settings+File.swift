import GatehouseModel
import StrictTOML

extension Settings {
    /// Reads `console.toml`: `theme`, `ascii`, `mouse`, `restricted`, `overdue-after` and up to three `[[deny-reason]]`
    /// with `text` and `message`.
    ///
    /// - Throws: `TOMLProblem` with file, line and remedy.
    init(_ text: String, file: String) throws(TOMLProblem) {
        self.init()
        let table = try StrictTable.parse(text, file: file)
        theme = try table.string("theme")
        if let word = try table.string("ascii") {
            guard let mode = Ascii(rawValue: word) else {
                throw table.problem("ascii", "ascii is \"\(word)\"", remedy: "write auto, on or off")
            }
            ascii = mode
        }
        mouse = try table.bool("mouse")
        restricted = try table.bool("restricted") ?? false
        overdueAfter = try table.duration("overdue-after") ?? overdueAfter
        let reasons = try table.tables("deny-reason")
        if !reasons.isEmpty {
            var read: [DenyReason] = []
            for reason in reasons {
                read.append(DenyReason(try reason.requireString("text"), message: try reason.string("message")))
            }
            guard (1...3).contains(read.count) else {
                throw table.problem("deny-reason", "there are \(read.count) reasons", remedy: "write one to three")
            }
            denyReasons = read
        }
        try table.finish()
    }
}
