import Glibc

/// The bytes that a file takes up on the disk; nil if it cannot be looked at.
package func allocatedBytes(of path: String) -> Int? {
    var facts = stat()
    return stat(path, &facts) == 0 ? Int(facts.st_blocks) * 512 : nil
}
