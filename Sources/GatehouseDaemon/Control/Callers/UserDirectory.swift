#if canImport(Glibc)
import Glibc
#endif

/// Looks up Unix users and groups by name or id.
package protocol UserDirectory: Sendable {
    func uid(ofUser name: String) -> UInt32?
    func gid(ofGroup name: String) -> UInt32?
    func user(_ uid: UInt32) -> String?
    func group(_ gid: UInt32) -> String?
}

/// The system's user database (getpwnam(3), getgrnam(3)).
package struct SystemUsers: UserDirectory {
    package init() {}

    package func uid(ofUser name: String) -> UInt32? {
        withBuffer { buffer, size in
            var record = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = getpwnam_r(name, &record, buffer, size, &found)
            return code == 0 && found != nil ? record.pw_uid : nil
        }
    }

    package func gid(ofGroup name: String) -> UInt32? {
        withBuffer { buffer, size in
            var record = Glibc.group()
            var found: UnsafeMutablePointer<group>?
            let code = getgrnam_r(name, &record, buffer, size, &found)
            return code == 0 && found != nil ? record.gr_gid : nil
        }
    }

    package func user(_ uid: UInt32) -> String? {
        withBuffer { buffer, size in
            var record = passwd()
            var found: UnsafeMutablePointer<passwd>?
            guard getpwuid_r(uid, &record, buffer, size, &found) == 0, found != nil else { return nil }
            return record.pw_name.map { String(cString: $0) }
        }
    }

    package func group(_ gid: UInt32) -> String? {
        withBuffer { buffer, size in
            var record = Glibc.group()
            var found: UnsafeMutablePointer<group>?
            guard getgrgid_r(gid, &record, buffer, size, &found) == 0, found != nil else { return nil }
            return record.gr_name.map { String(cString: $0) }
        }
    }

    /// Space for one record; a group with thousands of members needs a lot.
    private func withBuffer<Value>(_ body: (UnsafeMutablePointer<CChar>, Int) -> Value?) -> Value? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 262_144) { buffer in
            buffer.baseAddress.flatMap { body($0, buffer.count) }
        }
    }
}
