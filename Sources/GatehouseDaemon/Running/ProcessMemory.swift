import Foundation
import Glibc

/// What the process uses of the machine.
enum ProcessMemory {
    /// Resident memory in bytes, from `/proc/self/statm` (proc(5)); 0 where there is none.
    static var resident: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
