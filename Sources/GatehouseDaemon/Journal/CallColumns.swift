internal import ControlProtocol
internal import GRDB
internal import GatehouseModel

/// Where the fields that a filter on calls may name are found in `call`.
enum CallColumns {
    static func filter(_ query: Query) -> FilterSQL {
        FilterSQL(query, fields: CallSummary.queryFields, columns: column)
    }

    private static func column(_ field: String) -> FilterColumn? {
        switch field {
        case "outcome": .codes("outcome", CallCodes.words(CallCodes.outcomes))
        case "endpoint": .named("endpoint", prefix: "")
        case "email": .text("email")
        case "domain": .text("CASE WHEN instr(email, '@') THEN substr(email, instr(email, '@') + 1) END")
        case "issuer": .named("issuer", prefix: "")
        case "step": .codes("step", CallCodes.words(CallCodes.steps))
        case "dialect": .codes("dialect", CallCodes.words(CallCodes.dialects))
        case "direction": .codes("direction", CallCodes.words(CallCodes.directions))
        case "status": .number("status")
        case "took": .number("took")
        case "decided": .named("decided", prefix: "")
        case "list": .named("decided", prefix: "list:")
        case "rule": .named("decided", prefix: "rule:")
        case "approval": .named("decided", prefix: "approval:")
        case "retry": .number("(retry_low IS NOT NULL)")
        case "code": .number("(low & \(ReferenceCode.mask))")
        case "id": .id(high: "high", low: "low")
        case "since", "until": .number("time")
        default: nil
        }
    }
}
