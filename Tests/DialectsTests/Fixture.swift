import Foundation
import Testing

/// The sample bodies in the directory of these tests.
enum Fixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        return [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }
}
