internal import ControlProtocol
internal import GRDB
internal import GatehouseModel

/// Maps the fields of call filters to columns of `call`.
enum CallColumns {
    /// The condition for one segment; `names` are those of that segment.
    static func filter(_ query: Query, names: [Int64: String]) -> FilterSQL {
        FilterSQL(query, in: .sqlite, fields: CallSummary.queryFields) { column($0, names) }
    }

    private static func column(_ field: String, _ names: [Int64: String]) -> FilterColumn? {
        func named(_ column: String, _ prefix: String = "") -> FilterColumn {
            .named(column, names: names, prefix: prefix, mayBeText: names.count >= JournalPen.nameLimit)
        }
        return switch field {
        case "outcome": .codes("outcome", CallCodes.words(CallCodes.outcomes))
        case "endpoint": named("endpoint")
        case "email": .text("email")
        case "domain": .emailDomain
        case "issuer": named("issuer")
        case "step": .codes("step", CallCodes.words(CallCodes.steps))
        case "dialect": .codes("dialect", CallCodes.words(CallCodes.dialects))
        case "direction": .codes("direction", CallCodes.words(CallCodes.directions))
        case "status": .number("status")
        case "took": .number("took")
        case "decided": named("decided")
        case "list": named("decided", "list:")
        case "rule": named("decided", "rule:")
        case "matched":
            .either([
                .nameSets(
                    "matched",
                    names: names,
                    separator: MatchedRules.separator,
                    mayBeText: names.count >= JournalPen.nameLimit
                ),
                // Rows of an earlier version contain only the rule that decided.
                named("decided", "rule:"),
            ])
        case "approval": named("decided", "approval:")
        case "retry": .number("(retry_low IS NOT NULL)")
        case "code": .number("(low & \(ReferenceCode.mask))")
        case "signup": .number("(CASE direction WHEN 1 THEN approval END)")
        case "connector": named("decided", "connector:")
        case "id": .id(high: "high", low: "low")
        case "since", "until": .number("time")
        default: nil
        }
    }
}
