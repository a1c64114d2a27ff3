extension StrictTable {
    /// The maximum number of wrong lines that `parseSkippingWrongLines` passes over.
    package static let skippedLineLimit = 20

    /// Parses a document of which one wrong line must not cost the others, such as a user's own settings.
    ///
    /// A line that is not TOML is passed over. If it is the header of a table, the lines below it are passed over too,
    /// up to the next header, since their keys would otherwise fall into the table above.
    ///
    /// - Parameters:
    ///   - file: the name for messages; nothing is opened.
    ///   - sizeLimit: bytes of UTF-8.
    ///   - depthLimit: keys and array elements from the top to the deepest value.
    /// - Returns: the table, and a problem for each line or section passed over, in the order of the lines.
    /// - Throws: `TOMLProblem` if the document is too large or has more than `skippedLineLimit` wrong lines.
    package static func parseSkippingWrongLines(
        _ text: String,
        file: String,
        sizeLimit: Int = 1 << 16,
        depthLimit: Int = 4
    ) throws(TOMLProblem) -> (table: StrictTable, problems: [TOMLProblem]) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var problems: [TOMLProblem] = []
        while true {
            do throws(TOMLProblem) {
                let kept = lines.joined(separator: "\n")
                let table = try parse(kept, file: file, sizeLimit: sizeLimit, depthLimit: depthLimit)
                return (table, problems.sorted { $0.line < $1.line })
            } catch {
                let index = error.line - 1
                guard problems.count < skippedLineLimit, lines.indices.contains(index), !lines[index].isEmpty else {
                    throw error
                }
                problems.append(error)
                let isHeader = Self.isHeader(lines[index])
                lines[index] = ""
                guard isHeader else { continue }
                for next in lines.indices.dropFirst(index + 1) {
                    if Self.isHeader(lines[next]) { break }
                    lines[next] = ""
                }
            }
        }
    }

    private static func isHeader(_ line: String) -> Bool { line.drop { $0 == " " || $0 == "\t" }.first == "[" }
}
