internal import Foundation
internal import GRDB
internal import GatehouseModel

/// Everything one segment has about one call.
struct KeptCall: Sendable {
    var call: CallSummary
    var approval: ReferenceCode?
    /// Nil if a later version wrote it.
    var detail: KeptDetail?
    /// Nil if the bodies have been wiped.
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
        return row.map { KeptCall($0, names) }
    }

    init(_ row: Row, _ names: [Int64: String]) {
        let detail: Data = row["detail"]
        let request: Data? = row["request"]
        let response: Data? = row["response"]
        call = CallRow.summary(row, names)
        approval = call.direction == .inbound ? CallRow.code(row["approval"]) : nil
        self.detail = KeptDetail(Array(detail))
        self.request = request.map(Array.init)
        self.response = response.map(Array.init)
    }
}
