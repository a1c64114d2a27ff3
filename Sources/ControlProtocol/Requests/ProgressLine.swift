/// One line of the reply to a change that may take long.
package struct ProgressLine<Report: Codable & Sendable>: Codable, Sendable {
    /// The number of lines or rows read so far; sent repeatedly, so that the connection is never idle for long.
    package var lines: Int
    /// Set on the last line if the change was made or previewed.
    package var report: Report?
    /// Set on the last line if it failed.
    package var problem: Problem?

    package init(lines: Int, report: Report? = nil, problem: Problem? = nil) {
        self.lines = lines
        self.report = report
        self.problem = problem
    }
}

extension ProgressLine: Equatable where Report: Equatable {}
extension ProgressLine: Hashable where Report: Hashable {}

/// The media type that requests and marks replies with progress lines.
package enum ProgressMedia {
    package static let type = "application/x-ndjson"
}
