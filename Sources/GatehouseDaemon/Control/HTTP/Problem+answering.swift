import ControlProtocol
import Foundation
import GatehouseModel
import UserFlows

extension Problem {
    /// The problem to report for an error. Internal errors are reported without details, which are in the log.
    init(answering error: any Error) {
        self =
            switch error {
            case let problem as Problem: problem
            case let error as ControlError: error.problem ?? Problem(.internal, "the request failed")
            case let error as StateError: error.problem
            case let refusal as ApprovalRefusal: refusal.problem()
            case let refused as ApprovalDesk.Refused:
                refused.refusal.problem(current: JSONValue(encoding: refused.current))
            case let error as QueryError: error.problem
            case let refusal as FlowRefusal: refusal.problem
            case let error as EntryError: Problem(.invalid, "\(error)")
            case let overload as Overloaded: Problem(overload.isClosing ? .stopping : .overloaded, "\(overload)")
            case let failure as StorageFailure: Problem(.storageFailed, "\(failure)")
            case let column as WrongColumn: Problem(.storageFailed, "\(column)")
            case is CancellationError: Problem(.cancelled, "the request was cancelled; nothing was changed")
            default: Problem(.internal, "the daemon's log says what", hint: "ask again; if it stays, report it")
            }
    }
}

extension FlowRefusal {
    fileprivate var problem: Problem {
        switch self {
        case .wrongStage: Problem(.conflict, description, hint: "read the sign-up again, or begin another")
        case .unknownProvider, .noLocalAccounts, .noAddress, .unknownField, .tooMuch: Problem(.invalid, description)
        }
    }
}

extension JSONValue {
    /// The JSON of a reply; nil if it is empty.
    init?(encoding value: some Encodable) {
        guard let bytes = try? ControlJSON.encoder().encode(value),
            let json = try? ControlJSON.decoder().decode(JSONValue.self, from: bytes)
        else { return nil }
        self = json
    }
}
