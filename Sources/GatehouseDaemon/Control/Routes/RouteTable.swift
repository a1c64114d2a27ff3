import ControlProtocol
import GatehouseModel

/// All requests that the control door answers.
struct RouteTable: Sendable {
    let lines: [RouteLine]
    /// The parts of the paths; `{…}` parts match anything.
    private let shapes: [[Substring]]

    init(lines: [RouteLine]) {
        self.lines = lines
        shapes = lines.map { $0.route.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) }
    }

    /// Tables of reference data.
    private static let tables: [RouteLine] = [
        .json(ListTables.self, TableHandlers.tables),
        .json(GetTable.self, TableHandlers.table),
        .json(LookUpRow.self, TableHandlers.row),
        .long(UndoTableImport.self, current: TableHandlers.current, TableHandlers.undo),
        TableHandlers.importing,
        TableHandlers.exporting,
    ]

    static let standard = RouteTable(lines: main + tables)

    private static let main: [RouteLine] = [
        .json(GetStatus.self, StatusHandlers.status),
        .json(GetWhoAmI.self, StatusHandlers.whoami),
        .json(GetClock.self, ClockHandlers.show),
        .json(AcceptClock.self, ClockHandlers.accept),
        .json(ListEndpoints.self, StatusHandlers.endpoints),
        .json(GetEndpoint.self, StatusHandlers.endpoint),
        .json(GetOpenAPI.self) { _, exchange in exchange.document() },
        .json(GetPolicy.self, PolicyHandlers.current),
        .json(ApplyPolicy.self, PolicyHandlers.apply),
        .json(ListRevisions.self, PolicyHandlers.revisions),
        .json(GetRevision.self, PolicyHandlers.revision),
        .json(RollBackPolicy.self, PolicyHandlers.rollBack),
        .json(CheckPolicy.self, PolicyHandlers.check),
        .json(DiffPolicy.self, PolicyHandlers.diff),
        .json(ListDrafts.self, DraftHandlers.list),
        .json(GetDraft.self, DraftHandlers.show),
        .json(SaveDraft.self, DraftHandlers.save),
        .json(EditDraft.self, DraftHandlers.edit),
        .json(DiscardDraft.self, DraftHandlers.discard),
        .json(StartSimulation.self, SimulationHandlers.start),
        .json(GetSimulation.self, SimulationHandlers.show),
        .json(CancelSimulation.self, SimulationHandlers.cancel),
        .json(ListFlips.self, SimulationHandlers.flips),
        .json(ReplayCalls.self, SimulationHandlers.replay),
        .json(ListCalls.self, CallHandlers.list),
        .json(GetCall.self, CallHandlers.show),
        .json(RevealCall.self, CallHandlers.reveal),
        .json(ListApprovals.self, ApprovalHandlers.list),
        .json(GetApproval.self, ApprovalHandlers.show),
        .json(TakeApproval.self, current: ApprovalHandlers.current, ApprovalHandlers.take),
        .json(ReleaseApproval.self, current: ApprovalHandlers.current, ApprovalHandlers.release),
        .json(CommentApproval.self, current: ApprovalHandlers.current, ApprovalHandlers.comment),
        .json(DecideApprovals.self, ApprovalHandlers.decide),
        .json(UndoDecisions.self, ApprovalHandlers.undo),
        .json(ListLists.self, ListHandlers.lists),
        .json(GetList.self, ListHandlers.list),
        .json(ListEntries.self, ListHandlers.entries),
        .json(AddEntries.self, current: ListHandlers.current, ListHandlers.add),
        .json(RemoveEntries.self, current: ListHandlers.current, ListHandlers.remove),
        .json(EditEntry.self, current: ListHandlers.current, ListHandlers.edit),
        .long(UndoListChange.self, current: ListHandlers.current, ListHandlers.undo),
        ListHandlers.importing,
        ListHandlers.exporting,
        .json(CheckValue.self, ListHandlers.check),
        .json(GetImpact.self, ListHandlers.impact),
        .json(ListRules.self, RuleHandlers.list),
        .json(GetRule.self, RuleHandlers.show),
        .json(TestRule.self, RuleHandlers.test),
        .json(CountMatches.self, RuleHandlers.count),
        .json(FollowPerson.self, CallHandlers.follow),
        .json(ListConnectors.self, ConnectorHandlers.list),
        .json(GetConnector.self, ConnectorHandlers.show),
        .json(ProbeConnector.self, ConnectorHandlers.probe),
        .json(ForceConnector.self, ConnectorHandlers.force),
        .json(ListFlows.self, FlowHandlers.list),
        .json(GetFlow.self, FlowHandlers.show),
        .json(StartSignUp.self, FlowHandlers.start),
        .json(ListSignUps.self, FlowHandlers.signUps),
        .json(GetSignUp.self, FlowHandlers.signUp),
        .json(GetSignUpView.self, FlowHandlers.view),
        .json(SubmitSignUp.self, FlowHandlers.submit),
        .json(ImportGraph.self, GraphHandlers.convert),
        .json(ExportGraph.self, GraphHandlers.export),
        .json(ListAccounts.self, AccountHandlers.list),
        .json(GetAccount.self, AccountHandlers.show),
        .json(SetAccountEnabled.self, AccountHandlers.setEnabled),
        .json(EraseAccount.self, AccountHandlers.erase),
        .json(ListAudit.self, AuditHandlers.list),
        .json(VerifyAudit.self, AuditHandlers.verify),
        EventHandlers.watching,
    ]

    /// The result of looking up a request.
    enum Found {
        case line(RouteLine, path: [String])
        /// The path exists, with these methods.
        case wrongMethod([String])
        case nothing
    }

    func find(_ method: String, _ parts: [String]) -> Found {
        var methods: [String] = []
        for (line, shape) in zip(lines, shapes) {
            guard let values = Self.values(of: parts, in: shape) else { continue }
            if line.route.method.rawValue == method { return .line(line, path: values) }
            methods.append(line.route.method.rawValue)
        }
        return methods.isEmpty ? .nothing : .wrongMethod(methods)
    }

    private static func values(of parts: [String], in shape: [Substring]) -> [String]? {
        guard parts.count == shape.count else { return nil }
        var values: [String] = []
        for (part, expected) in zip(parts, shape) {
            if expected.hasPrefix("{") {
                guard !part.isEmpty else { return nil }
                values.append(part)
            } else if part != expected {
                return nil
            }
        }
        return values
    }
}
