import GatehouseModel
import Testing

@Suite struct `Call ids` {
    @Test func `order by time and read back`() {
        let early = CallID(at: Timestamp(milliseconds: 1000))
        let late = CallID(at: Timestamp(milliseconds: 1001))
        #expect(early < late)
        #expect(CallID(early.description) == early)
        #expect(early.time.milliseconds == 1000)
    }

    @Test func `have a code that survives being read out`() {
        let code = ReferenceCode(value: 0xAB_CDEF_0123)
        #expect(code.description.count == 9)
        #expect(
            ReferenceCode(code.description.lowercased().replacing("0", with: "o").replacing("1", with: "l")) == code
        )
    }

    @Test(arguments: ["", "K7Q2", "K7Q2-9MXDD", "K7Q2-9MX!"])
    func `refuse codes that are none`(text: String) {
        #expect(ReferenceCode(text) == nil)
    }
}
