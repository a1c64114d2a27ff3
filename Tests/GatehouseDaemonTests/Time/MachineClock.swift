import GatehouseModel
import Synchronization

@testable import GatehouseDaemon

/// A machine whose clock can be set.
final class MachineClock: Sendable {
    private let reading: Mutex<ClockReading>

    init(_ wall: Timestamp = .noon, boot: String = "boot-1") {
        reading = Mutex(ClockReading(wall: wall, uptime: .seconds(5000), boot: boot))
    }

    var now: Timestamp { reading.withLock(\.wall) }

    /// A watch over this clock, as after a start with `record`.
    func watch(after record: ClockRecord? = nil) -> ClockWatch {
        let watch = ClockWatch(reading: { [self] in reading.withLock { $0 } })
        watch.start(after: record)
        return watch
    }

    /// Time passes while the daemon watches.
    func pass(_ time: Duration, watchedBy watch: ClockWatch) {
        var rest = time
        while rest > .zero {
            pass(min(rest, .hour))
            watch.observe()
            rest -= min(rest, .hour)
        }
    }

    /// Time passes.
    func pass(_ time: Duration) {
        reading.withLock { reading in
            reading.wall = reading.wall + time
            reading.uptime += time
        }
    }

    /// Somebody sets the clock.
    func set(by time: Duration) { reading.withLock { $0.wall = $0.wall + time } }

    /// The machine starts again.
    func reboot(after time: Duration) {
        reading.withLock { $0 = ClockReading(wall: $0.wall + time, uptime: .seconds(20), boot: "boot-2") }
    }
}

extension Duration {
    static let hour = Duration.seconds(3600)
    static let day = Duration.seconds(86_400)
}
