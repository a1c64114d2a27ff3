import GatehouseModel
import Testing
import UserFlows

@Suite struct LegTests {
    @Test func `two legs of one sign-up differ by their step`() {
        let id = CallID(at: Timestamp(milliseconds: 0))
        let first = Leg(flow: "guests", step: .postFederation, signUp: id)
        let second = Leg(flow: "guests", step: .postAttributeCollection, signUp: id)
        #expect(first != second)
    }
}
