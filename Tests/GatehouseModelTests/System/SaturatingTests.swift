import GatehouseModel
import Testing

@Suite struct `Numbers beyond the range` {
    @Test(arguments: [
        (0.4, 0), (0.5, 1), (-0.5, -1), (1e300, Int.max), (-1e300, .min), (.infinity, .max), (-.infinity, .min),
        (.nan, 0), (9.3e18, .max), (-0.0, 0),
    ])
    func `numbers beyond the range become its end when they are rounded`(value: Double, whole: Int) {
        #expect(Int(nearest: value) == whole)
    }

    @Test func `numbers beyond a narrow range become its end too`() {
        #expect(UInt8(nearest: -1) == 0)
        #expect(UInt8(nearest: 255.4) == 255)
        #expect(UInt8(nearest: 256) == 255)
    }

    @Test func `sums, differences and products stay within the range`() {
        #expect(Int64.max.addingSaturated(1) == .max)
        #expect(Int64.min.addingSaturated(-1) == .min)
        #expect(Int64.min.subtractingSaturated(1) == .min)
        #expect(Int64(0).subtractingSaturated(.min) == .max)
        #expect(Int64.max.multipliedSaturated(by: -2) == .min)
        #expect(Int64.min.multipliedSaturated(by: -1) == .max)
        #expect(Int64(6).multipliedSaturated(by: 7) == 42)
    }
}
