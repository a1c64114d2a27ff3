import Foundation
import GatehouseModel

extension CallID {
    /// The 16 bytes that the state store holds; they sort as the ids do.
    var storedBytes: Data {
        var data = Data(capacity: 16)
        for half in [high, low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                data.append(UInt8(truncatingIfNeeded: half >> UInt64(truncatingIfNeeded: shift)))
            }
        }
        return data
    }

    /// Nil unless there are 16 bytes.
    init?(storedBytes data: Data) {
        guard data.count == 16 else { return nil }
        self.init(
            high: data.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64(truncatingIfNeeded: $1) },
            low: data.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64(truncatingIfNeeded: $1) }
        )
    }
}
