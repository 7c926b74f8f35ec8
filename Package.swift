// swift-tools-version: 6.2
import PackageDescription

let features: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// Debian's headers lie on the default path, and the flags in its .pc file are ones that the package
// manager refuses with a warning; Homebrew keeps ncurses out of the way, so there the file is needed.
#if os(macOS)
let ncursesPackage: String? = "ncursesw"
#else
let ncursesPackage: String? = nil
#endif

let package = Package(
  name: "ztriage",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "ztriage", targets: ["ztriage"]),
    .library(name: "RiskAPI", targets: ["RiskAPI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.19.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.30.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/pointfreeco/swift-custom-dump", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .executableTarget(
      name: "ztriage",
      dependencies: [
        "CPlatform", "CursesTerminal", "Dashboard", "Presentation", "RiskAPI", "RiskServices",
        "RiskStore", "Settings", "SimulatedAPI", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: features
    ),
    .target(
      name: "Dashboard",
      dependencies: [
        "Presentation", "RiskAPI", "RiskServices", "RiskStore", "Settings", "TerminalUI",
      ],
      swiftSettings: features
    ),
    .target(
      name: "Presentation",
      dependencies: ["RiskAPI", "RiskServices", "RiskStore", "TerminalUI"],
      swiftSettings: features
    ),
    .target(name: "TerminalUI", dependencies: ["CPlatform"], swiftSettings: features),
    .target(
      name: "CursesTerminal",
      dependencies: ["CNcurses", "CPlatform", "TerminalUI"],
      swiftSettings: features
    ),
    .systemLibrary(
      name: "CNcurses",
      pkgConfig: ncursesPackage,
      providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]
    ),
    .target(name: "CPlatform"),
    .target(
      name: "Settings",
      dependencies: [
        "CPlatform", "RiskAPI", "TerminalUI",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ],
      resources: [
        .embedInCode("../../themes/daylight.yaml"),
        .embedInCode("../../themes/midnight.yaml"),
        .embedInCode("../../themes/mono.yaml"),
      ],
      swiftSettings: features
    ),
    .target(
      name: "RiskServices",
      dependencies: ["CPlatform", "RiskAPI", "RiskStore"],
      swiftSettings: features
    ),
    .target(
      name: "RiskStore",
      dependencies: [
        "RiskAPI",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: features
    ),
    .target(
      name: "RiskAPI",
      dependencies: [
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: features
    ),
    .target(
      name: "SimulatedAPI",
      dependencies: [
        "RiskAPI",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: features
    ),
    .testTarget(
      name: "RiskAPITests",
      dependencies: [
        "RiskAPI", "SimulatedAPI", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "X509", package: "swift-certificates"),
      ],
      swiftSettings: features
    ),
    .testTarget(
      name: "SimulatedAPITests",
      dependencies: [
        "RiskAPI", "SimulatedAPI", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: features
    ),
    .testTarget(
      name: "RiskServicesTests",
      dependencies: [
        "RiskAPI", "RiskServices", "RiskStore", "SimulatedAPI", "TestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: features
    ),
    .testTarget(
      name: "RiskStoreTests",
      dependencies: [
        "RiskAPI", "RiskStore", "SmallDisk", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Fixtures"],
      swiftSettings: features
    ),
    .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI"], swiftSettings: features),
    .testTarget(
      name: "CursesTerminalTests",
      dependencies: [
        "CPlatform", "CPseudoTerminal", "CursesTerminal", "TerminalEmulator", "TerminalJunk",
        "TerminalProbe", "TerminalUI",
      ],
      swiftSettings: features
    ),
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Dashboard", "RiskAPI", "RiskServices", "RiskStore", "TerminalUI"],
      path: "Tests/Benchmarks",
      swiftSettings: features
    ),
    .target(
      name: "TestSupport",
      dependencies: ["RiskAPI", "SimulatedAPI"],
      path: "Tests/Support/TestSupport",
      swiftSettings: features
    ),
    .target(name: "SmallDisk", path: "Tests/Support/SmallDisk", swiftSettings: features),
    .target(
      name: "TerminalEmulator",
      dependencies: ["TerminalUI"],
      path: "Tests/Support/TerminalEmulator",
      swiftSettings: features
    ),
    .target(name: "TerminalJunk", path: "Tests/Support/TerminalJunk", swiftSettings: features),
    .target(name: "CPseudoTerminal", path: "Tests/Support/CPseudoTerminal"),
    .executableTarget(
      name: "TerminalProbe",
      dependencies: ["CursesTerminal", "TerminalUI"],
      path: "Tests/Support/TerminalProbe",
      swiftSettings: features
    ),
    .testTarget(
      name: "SettingsTests",
      dependencies: [
        "RiskAPI", "Settings", "TerminalUI", "TestSupport",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: features
    ),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "CursesTerminal", "Dashboard", "RiskAPI", "RiskServices", "RiskStore", "Settings",
        "SimulatedAPI",
        "TerminalJunk", "TerminalUI", "TestSupport",
        .product(name: "CustomDump", package: "swift-custom-dump"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      exclude: ["Screens"],
      swiftSettings: features
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "CPlatform", "RiskAPI", "RiskServices", "RiskStore", "SimulatedAPI", "SmallDisk",
        "TerminalUI", "TestSupport", "ztriage",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: features
    ),
  ],
  swiftLanguageModes: [.v6]
)
