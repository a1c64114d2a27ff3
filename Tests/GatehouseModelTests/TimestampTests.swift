import GatehouseModel
import Testing

@Suite struct `Timestamps` {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_434_269_120, "2026-11-23T11:44:29.120Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func `are written as RFC 3339 in UTC and read back`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test func `with an offset are moved to UTC`() {
        #expect(Timestamp("2026-11-23T12:44:29+01:00") == Timestamp("2026-11-23T11:44:29Z"))
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-02-30", "2026-11-23T25:00:00Z", "2026-11-23T11:44:29", "x"])
    func `that are none are refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        (Int64.max, "9999-12-31T23:59:59.999Z"), (.min, "0000-01-01T00:00:00.000Z"),
        (253_402_300_800_000, "9999-12-31T23:59:59.999Z"), (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ])
    func `outside the years that RFC 3339 knows are written as its first or last moment`(
        milliseconds: Int64,
        text: String
    ) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text) != nil)
    }

    @Test(arguments: [Int64.max, .min, 0, -1, 253_402_300_800_000])
    func `are added to and compared without an end of the numbers`(milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        for duration in [Duration.zero, .milliseconds(Int64.max), .milliseconds(Int64.min), .seconds(Int64.max)] {
            #expect(moment + duration >= moment || duration < .zero)
            #expect(moment - duration <= moment || duration < .zero)
        }
        #expect(moment.since(Timestamp(milliseconds: .min)) >= .zero)
        #expect(moment.since(Timestamp(milliseconds: .max)) <= .zero)
    }

    @Test(arguments: [Int64.max, .min, -1, 1 << 48])
    func `that a call's id has no room for give an id all the same`(milliseconds: Int64) {
        let id = CallID(at: Timestamp(milliseconds: milliseconds))
        #expect(CallID(id.description) == id)
    }
}
