import GatehouseModel
import StrictTOML

extension Settings {
    /// The settings if the file cannot be read: nobody knows whether it says `restricted`.
    static var unreadable: Settings {
        var settings = Settings()
        settings.restricted = true
        return settings
    }

    /// Reads `console.toml`, described in gatehouse-console(5).
    ///
    /// A wrong setting is named and has its default; the others hold. The editor is disabled if the file has lines that
    /// are not TOML or a wrong `restricted`, because the line may be the one that disables it.
    static func read(_ text: String, file: String) -> (settings: Settings, problems: [TOMLProblem]) {
        do throws(TOMLProblem) {
            let (table, wrongLines) = try StrictTable.parseSkippingWrongLines(text, file: file)
            var reader = Reader(problems: wrongLines)
            reader.read(table)
            if !wrongLines.isEmpty { reader.settings.restricted = true }
            return (reader.settings, reader.problems)
        } catch { return (.unreadable, [error]) }
    }

    private struct Reader {
        var settings = Settings()
        var problems: [TOMLProblem]

        mutating func read(_ table: StrictTable) {
            set { settings, _ throws(TOMLProblem) in settings.theme = try table.string("theme") }
            set { settings, _ throws(TOMLProblem) in
                guard let word = try table.string("ascii") else { return }
                guard let mode = Ascii(rawValue: word) else {
                    throw table.problem("ascii", "ascii is \(word.quoted())", remedy: "write auto, on or off")
                }
                settings.ascii = mode
            }
            set { settings, _ throws(TOMLProblem) in settings.mouse = try table.bool("mouse") }
            let before = problems.count
            set { settings, _ throws(TOMLProblem) in
                if let restricted = try table.bool("restricted") { settings.restricted = restricted }
            }
            if problems.count > before { settings.restricted = true }
            set { settings, _ throws(TOMLProblem) in
                settings.overdueAfter = try table.duration("overdue-after") ?? settings.overdueAfter
            }
            set { settings, problems throws(TOMLProblem) in
                var read: [DenyReason] = []
                for reason in try table.tables("deny-reason") {
                    do throws(TOMLProblem) {
                        let text = try reason.requireString("text")
                        read.append(DenyReason(text, message: try reason.string("message")))
                    } catch {
                        reason.abandon()
                        problems.append(error)
                    }
                }
                guard !read.isEmpty else { return }
                settings.denyReasons = Array(read.prefix(3))
                guard read.count > 3 else { return }
                throw table.problem("deny-reason", "there are \(read.count) reasons", remedy: "write one to three")
            }
            problems += table.leftovers()
        }

        private mutating func set(_ read: (inout Settings, inout [TOMLProblem]) throws(TOMLProblem) -> Void) {
            do throws(TOMLProblem) { try read(&settings, &problems) } catch { problems.append(error) }
        }
    }
}
