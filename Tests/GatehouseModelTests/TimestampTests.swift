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
}
