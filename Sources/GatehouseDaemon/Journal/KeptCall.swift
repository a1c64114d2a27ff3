internal import Foundation
internal import GRDB
internal import GatehouseModel

/// All that one segment has of one call.
struct KeptCall: Sendable {
    var call: CallSummary
    var approval: ReferenceCode?
    /// Nil when it was written by a later version.
    var detail: KeptDetail?
    /// Nil once the bodies are wiped.
    var request: [UInt8]?
    var response: [UInt8]?

    static func fetch(_ sequence: Int64, _ db: Database, _ names: [Int64: String]) throws -> KeptCall? {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT \(CallRow.columns), detail, request, response
                FROM call JOIN call_body USING (seq) WHERE seq = ?
                """,
            arguments: [sequence]
        )
        guard let row else { return nil }
        let call = CallRow.summary(row, names)
        let detail: Data = row["detail"]
        let request: Data? = row["request"]
        let response: Data? = row["response"]
        return KeptCall(
            call: call,
            approval: call.direction == .inbound ? CallRow.code(row["approval"]) : nil,
            detail: KeptDetail(Array(detail)),
            request: request.map(Array.init),
            response: response.map(Array.init)
        )
    }
}
