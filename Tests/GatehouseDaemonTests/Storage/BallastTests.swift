import Foundation
import TestSupport
import Testing

@testable import GatehouseDaemon

@Suite struct `The ballast` {
    private let scratch = Scratch()
    private var path: String { scratch.file("ballast") }

    @Test func `the ballast takes up space on the disk`() async throws {
        let ballast = Ballast(path: path, size: 1 << 20)
        #expect(ballast.isReady)
        let blocks = try await Program.run("/usr/bin/stat", ["--format=%b", path]).output
        #expect(try #require(Int(blocks.trimmingCharacters(in: .whitespacesAndNewlines))) * 512 >= 1 << 20)
    }

    @Test func `the ballast is released once`() {
        let ballast = Ballast(path: path, size: 1 << 20)
        #expect(ballast.release())
        #expect(!ballast.release())
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `the ballast is taken again when there is room`() {
        let ballast = Ballast(path: path, size: 1 << 20)
        _ = ballast.release()
        ballast.restore()
        #expect(ballast.isReady)
    }

    @Test func `the ballast is not taken unless the disk has twice as much room`() {
        let ballast = Ballast(path: path, size: Int64.max / 4)
        #expect(!ballast.isReady)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `the ballast of an earlier run is taken over`() {
        _ = Ballast(path: path, size: 1 << 20)
        #expect(Ballast(path: path, size: 1 << 20).release())
    }
}
