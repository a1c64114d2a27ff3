import GatehouseModel
import Testing

@Suite struct `Timestamps` {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_434_269_120, "2026-11-23T11:44:29.120Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    ])
    func `timestamps are written as RFC 3339 in UTC and can be read back`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test func `a timestamp with an offset is converted to UTC`() {
        #expect(Timestamp("2026-11-23T12:44:29+01:00") == Timestamp("2026-11-23T11:44:29Z"))
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-02-30", "2026-11-23T25:00:00Z", "2026-11-23T11:44:29", "x"])
    func `a text that is not a timestamp is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: [
        (Int64.max, "9999-12-31T23:59:59.999Z"), (.min, "0000-01-01T00:00:00.000Z"),
        (253_402_300_800_000, "9999-12-31T23:59:59.999Z"), (-62_167_219_200_001, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ])
    func `timestamps outside the years of RFC 3339 are written as its first or last one`(
        milliseconds: Int64,
        text: String
    ) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(text) != nil)
    }

    @Test(arguments: [Int64.max, .min, 0, -1, 253_402_300_800_000])
    func `adding to and comparing extreme timestamps never overflows`(milliseconds: Int64) {
        let moment = Timestamp(milliseconds: milliseconds)
        for duration in [Duration.zero, .milliseconds(Int64.max), .milliseconds(Int64.min), .seconds(Int64.max)] {
            #expect(moment + duration >= moment || duration < .zero)
            #expect(moment - duration <= moment || duration < .zero)
        }
        #expect(moment.since(Timestamp(milliseconds: .min)) >= .zero)
        #expect(moment.since(Timestamp(milliseconds: .max)) <= .zero)
    }

    @Test(arguments: [Int64.max, .min, -1, 1 << 48])
    func `a timestamp that does not fit in a call's id still gives an id`(milliseconds: Int64) {
        let id = CallID(at: Timestamp(milliseconds: milliseconds))
        #expect(CallID(id.description) == id)
    }
}
