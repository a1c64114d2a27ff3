// swift-tools-version: 6.2
// The architecture, read top to bottom: arrows only point down, and the build refuses any other import.
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let nio = "swift-nio"

let package = Package(
    name: "gatehouse",
    products: [
        .executable(name: "gatehoused", targets: ["gatehoused"]),
        .executable(name: "gatehouse", targets: ["gatehouse"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Programs.
        .executableTarget(
            name: "gatehoused",
            dependencies: [
                "GatehouseDaemon",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "gatehouse",
            dependencies: [
                "CEL", "ControlProtocol", "Dialects", "GatehouseConsole", "GatehouseModel", "JSON", "OutboundHTTP",
                "PlainText", "PolicyEngine", "TerminalUI", "UserFlows",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // The two halves.
        .target(
            name: "GatehouseDaemon",
            dependencies: [
                "CEL", "CExtendedAttributes", "CMalloc", "CPeerCredentials", "ControlProtocol", "Dialects",
                "GatehouseModel", "JSON",
                "OutboundHTTP", "PlainText", "PolicyEngine", "StrictTOML", "UserFlows",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "GatehouseConsole",
            dependencies: ["ControlProtocol", "GatehouseModel", "PlainText", "StrictTOML", "TerminalUI"],
            swiftSettings: strict
        ),

        // What they share.
        .target(
            name: "ControlProtocol",
            dependencies: [
                "GatehouseModel", "PlainText",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOFoundationCompat", package: nio),
                .product(name: "NIOHTTP1", package: nio),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "UserFlows",
            dependencies: [
                "Dialects", "GatehouseModel", "JSON", "OutboundHTTP", "PlainText",
                .product(name: "NIOCore", package: nio),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "OutboundHTTP",
            dependencies: [
                "CHostAddresses", "GatehouseModel",
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: nio),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "PolicyEngine",
            dependencies: [
                "CEL", "CRE2", "Dialects", "GatehouseModel", "PlainText", "StrictTOML",
                .product(name: "HashTreeCollections", package: "swift-collections"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Dialects", dependencies: ["GatehouseModel", "JSON"], swiftSettings: strict),
        .target(name: "GatehouseModel", dependencies: ["CRE2", "JSON"], swiftSettings: strict),

        // What knows nothing of Gatehouse.
        .target(name: "CEL", dependencies: ["CRE2", "JSON", "PlainText"], swiftSettings: strict),
        .target(
            name: "TerminalUI",
            dependencies: ["CNcurses", "PlainText", "StrictTOML"],
            swiftSettings: strict
        ),
        .target(name: "StrictTOML", dependencies: ["PlainText"], swiftSettings: strict),
        .target(name: "JSON", dependencies: ["PlainText"], swiftSettings: strict),
        .target(name: "PlainText", swiftSettings: strict),

        // The only C and C++.
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        .systemLibrary(name: "CExtendedAttributes"),
        .target(name: "CHostAddresses"),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CPeerCredentials"),
        .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

        // Tests mirror the sources.
        .target(
            name: "TestSupport",
            dependencies: [
                "ControlProtocol", "GatehouseModel",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        // Writes until it is killed; the durability tests look at what is left.
        .executableTarget(
            name: "DurabilityProbe",
            dependencies: [
                "GatehouseDaemon", "GatehouseModel",
                .product(name: "NIOCore", package: nio),
            ],
            path: "Tests/DurabilityProbe",
            swiftSettings: strict
        ),
        .testTarget(
            name: "GatehouseModelTests",
            dependencies: ["GatehouseModel", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(name: "PlainTextTests", dependencies: ["PlainText"], swiftSettings: strict),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "StrictTOMLTests", dependencies: ["StrictTOML"], swiftSettings: strict),
        .testTarget(
            name: "DialectsTests",
            dependencies: ["Dialects", "GatehouseModel", "JSON", "TestSupport"],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(name: "CELTests", dependencies: ["CEL"], swiftSettings: strict),
        .testTarget(
            name: "PolicyEngineTests",
            dependencies: ["CEL", "GatehouseModel", "PolicyEngine", "StrictTOML", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OutboundHTTPTests",
            dependencies: ["GatehouseModel", "OutboundHTTP"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "UserFlowsTests",
            dependencies: [
                "Dialects", "GatehouseModel", "OutboundHTTP", "TestSupport", "UserFlows",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ControlProtocolTests",
            dependencies: ["ControlProtocol", "GatehouseModel", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "GatehouseDaemonTests",
            dependencies: [
                "ControlProtocol", "Dialects", "DurabilityProbe", "GatehouseDaemon", "GatehouseModel", "PolicyEngine",
                "TestSupport", "UserFlows",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOEmbedded", package: nio),
                .product(name: "NIOHTTP1", package: nio),
                .product(name: "NIOPosix", package: nio),
                .product(name: "NIOTLS", package: nio),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "TerminalUITests",
            dependencies: ["StrictTOML", "TerminalProbe", "TerminalUI", "TestSupport"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "TerminalProbe",
            dependencies: ["TerminalUI"],
            path: "Tests/TerminalProbe",
            swiftSettings: strict
        ),
        .testTarget(
            name: "GatehouseConsoleTests",
            dependencies: ["ControlProtocol", "GatehouseConsole", "GatehouseModel", "TerminalUI", "TestSupport"],
            swiftSettings: strict
        ),
        // What is measured in process; bench.py measures the programs from outside.
        .executableTarget(
            name: "gatehouse-benchmarks",
            dependencies: ["CEL", "Dialects", "GatehouseDaemon", "GatehouseModel", "PolicyEngine"],
            path: "Tests/Benchmarks/Library",
            swiftSettings: strict
        ),
        // The real programs: gatehoused on a real port and socket, gatehouse in a real terminal.
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "ControlProtocol", "GatehouseModel", "TestSupport", "gatehouse", "gatehoused",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: nio),
                .product(name: "NIOHTTP1", package: nio),
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
