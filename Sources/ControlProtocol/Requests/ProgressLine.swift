/// One line of the answer to a change that may take long.
package struct ProgressLine<Report: Codable & Sendable>: Codable, Sendable {
    /// Lines or rows read so far; comes again and again, so that the connection is never silent for long.
    package var lines: Int
    /// Set on the last line when the change was made, or would have been.
    package var report: Report?
    /// Set on the last line when it was not.
    package var problem: Problem?

    package init(lines: Int, report: Report? = nil, problem: Problem? = nil) {
        self.lines = lines
        self.report = report
        self.problem = problem
    }
}

extension ProgressLine: Equatable where Report: Equatable {}
extension ProgressLine: Hashable where Report: Hashable {}

/// How answers with lines of progress are asked for and marked.
package enum ProgressMedia {
    package static let type = "application/x-ndjson"
}
