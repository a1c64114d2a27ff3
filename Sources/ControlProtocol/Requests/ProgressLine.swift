/// One line of an import's answer.
package struct ProgressLine<Report: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    /// Lines read so far.
    package var lines: Int
    /// Set on the last line when the import was done, or would have been.
    package var report: Report?
    /// Set on the last line when it was not.
    package var problem: Problem?

    package init(lines: Int, report: Report? = nil, problem: Problem? = nil) {
        self.lines = lines
        self.report = report
        self.problem = problem
    }
}
