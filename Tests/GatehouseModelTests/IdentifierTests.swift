import GatehouseModel
import Testing

@Suite struct `Call ids` {
    @Test func `call ids are ordered by time and can be read back`() {
        let early = CallID(at: Timestamp(milliseconds: 1000))
        let late = CallID(at: Timestamp(milliseconds: 1001))
        #expect(early < late)
        #expect(CallID(early.description) == early)
        #expect(early.time.milliseconds == 1000)
    }

    @Test func `a code can be read out and typed again`() {
        let code = ReferenceCode(value: 0xAB_CDEF_0123)
        #expect(code.description.count == 9)
        #expect(
            ReferenceCode(code.description.lowercased().replacing("0", with: "o").replacing("1", with: "l")) == code
        )
    }

    @Test(arguments: ["", "K7Q2", "K7Q2-9MXDD", "K7Q2-9MX!"])
    func `a text that is not a code is refused`(text: String) {
        #expect(ReferenceCode(text) == nil)
    }
}
