import CMalloc
import Foundation
import Glibc

/// Tunes and measures the process's memory.
enum ProcessMemory {
    /// Disables glibc's fast bins (mallopt(3)): it searches all of them for every larger block, of which a call needs a
    /// few. Saves 5 to 9 % of the processor time of a call.
    static func dispenseWithFastBins() { mallopt(M_MXFAST, 0) }

    /// Resident memory in bytes, from `/proc/self/statm` (proc(5)); 0 if that is not available.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
