package import GatehouseModel
import Glibc

/// Both clocks of the machine, read together.
package struct ClockReading: Sendable, Hashable {
    /// The system clock, which can be set.
    package var wall: Timestamp
    /// The time since the machine started, including time asleep. Nobody can set it.
    package var uptime: Duration
    /// Identifies this start of the machine; nil where the kernel does not tell.
    package var boot: String?

    package init(wall: Timestamp, uptime: Duration, boot: String? = nil) {
        self.wall = wall
        self.uptime = uptime
        self.boot = boot
    }

    /// The machine's clocks at this moment.
    package static var now: ClockReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        let uptime = Duration.seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        return ClockReading(wall: .now, uptime: uptime, boot: currentBoot)
    }

    /// Linux makes a new random id at each start (proc_sys_kernel(5)).
    private static let currentBoot = (try? BoundedFile.text("/proc/sys/kernel/random/boot_id", limit: 128))
        .map(\.trimmedWhiteSpace)
}
