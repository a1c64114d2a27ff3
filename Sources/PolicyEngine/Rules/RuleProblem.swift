package import CEL
import StrictTOML

/// Why a rule cannot be used: one of its expressions does not compile.
package struct RuleProblem: Error, Sendable {
    /// `when`, `unless`, or the claim under `set`.
    package let member: String
    package let error: ExpressionError
}

extension StrictTable {
    /// A problem with an expression in this table, with its place in the document.
    func problem(_ problem: RuleProblem) -> TOMLProblem {
        let error = problem.error
        var place = self.problem(problem.member, "", remedy: "correct the expression")
        if let start = valuePlace(problem.member) {
            place.line = start.line + error.line - 1
            place.column = error.line == 1 ? start.column + error.column - 1 : error.column
        }
        // If the message contains a suggestion, that is the better remedy.
        let parts = error.message.split(separator: "; ", maxSplits: 1).map(String.init)
        place.message = "\(problem.member), column \(error.column): \(parts[0])"
        if parts.count > 1 { place.remedy = parts[1] }
        place.pointer = error.pointer
        return place
    }
}
