import ControlProtocol
import PolicyEngine
import StrictTOML

/// Finds the part of a document that a line belongs to.
struct PartPlaces {
    private var parts: [(subject: String, first: Int, end: Int)] = []

    init(_ text: String) {
        guard let cut = try? PolicyText(text) else { return }
        var line = 1 + cut.lead.utf8.count(where: { $0 == UInt8(ascii: "\n") })
        for block in cut.blocks {
            let end = line + block.text.utf8.count(where: { $0 == UInt8(ascii: "\n") })
            parts.append((block.subject, line, end))
            line = end
        }
    }

    /// The first line of a part.
    private func line(of subject: String) -> Int? { parts.first { $0.subject == subject }?.first }

    /// A remark on a whole part.
    func remark(_ text: String, on subject: String) -> PolicyRemark {
        PolicyRemark(line: line(of: subject), column: 1, text: text, subject: subject)
    }

    func remark(_ problem: TOMLProblem) -> PolicyRemark {
        PolicyRemark(
            line: problem.line > 0 ? problem.line : nil,
            column: problem.line > 0 ? problem.column : nil,
            text: "\(problem.message); \(problem.remedy)",
            subject: parts.last { $0.first <= problem.line && problem.line < max($0.end, $0.first + 1) }?.subject
        )
    }
}
