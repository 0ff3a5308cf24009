// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// The tools carry the standard library in them: they start in milliseconds and need no toolchain
// where they run. Setting it here, and not with `--static-swift-stdlib`, lets the tools and the
// test bundle, which can only link it dynamically, share one build of every module.
let staticRuntime: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib", "-Xlinker", "--start-group", "-lFoundation",
        "-lFoundationInternationalization", "-lFoundationEssentials", "-lCoreFoundation",
        "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
        "-lswift_RegexParser", "-lswiftSynchronization", "-Xlinker", "--end-group", "-lstdc++",
    ])
]

// Commands, options, help, completions.
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
// SHA-256 of data, models and registry blobs.
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
// mlx.yaml and MLmodel.
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
// Templates of mails and manifests that a user can replace.
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
// Typed paths and file descriptors.
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
// The user's training commands and git.
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
// The prediction service.
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

func module(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func command(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    module(
        "\(name)Command",
        [argumentParser, "CommandLineTool", "RunDocument"] + dependencies,
        path: "Sources/Commands/\(name)"
    )
}

func tool(_ name: String, _ command: String) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["CommandLineTool", .byName(name: "\(command)Command")],
        swiftSettings: settings,
        linkerSettings: staticRuntime
    )
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], data: [String] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: ["TestSupport"] + dependencies,
        path: "Tests/\(name)Tests",
        exclude: data,
        swiftSettings: settings
    )
}

let package = Package(
    name: "mlx",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // The contract.
        module("RunDocument", [system]),
        module("FileStorage", ["RunDocument", crypto, system]),
        module("YAMLText", ["RunDocument", yams]),
        .systemLibrary(name: "CMalloc"),
        module(
            "CommandLineTool",
            [
                "ChildProcess", "CMalloc", "FileStorage", "RunDocument", "RunReporting",
                "YAMLText", argumentParser, system, yams,
            ]
        ),
        // A run in the formats and commands of CI systems.
        module("RunReporting", ["RunDocument"]),

        // Programs that are started with posix_spawn, over pipes.
        module("ChildProcess", [system]),

        // The domain.
        .systemLibrary(name: "CByteMasks"),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CPrefetch"),
        // Patterns, within a bound of steps.
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        module(
            "Dataset",
            [
                "CByteMasks", "ChildProcess", "CZlib", "CZstd", "FileStorage", "RunDocument",
                crypto, system,
            ]
        ),
        module(
            "Profile", ["CPrefetch", "Dataset", "FileStorage", "RunDocument", crypto, system]),
        module("ImageFolder", ["FileStorage", "RunDocument", crypto, system]),
        module("Expressions", ["CPCRE2", "Dataset", "RunDocument"]),
        module(
            "Validation",
            [
                "Dataset", "Expressions", "FileStorage", "Profile", "RunDocument", "YAMLText",
                system,
            ]
        ),
        module(
            "Reporting",
            [
                "Dataset", "Evaluation", "FileStorage", "Profile", "RunDocument", "RunReporting",
                mustache, system,
            ]
        ),
        // ONNX Runtime's table of functions, loaded at run time.
        .target(name: "COnnxRuntime"),
        module(
            "Model",
            [
                "ChildProcess", "COnnxRuntime", "Dataset", "FileStorage", "RunDocument",
                "YAMLText", system,
            ]
        ),
        // Commands of the user's, in process groups of their own.
        module(
            "ProcessControl", ["ChildProcess", "FileStorage", "RunDocument", subprocess, system]),
        module(
            "Training",
            [
                "Dataset", "FileStorage", "Model", "ProcessControl", "Registry", "RunDocument",
                system,
            ]
        ),
        module(
            "Evaluation",
            [
                "Dataset", "Expressions", "FileStorage", "Model", "ProcessControl", "RunDocument",
                system,
            ]
        ),
        module("LoadTest", ["CEpoll", "Dataset", "FileStorage", "RunDocument", system]),
        // Signatures of models (OpenSSF Model Signing), with keys.
        module("Signing", ["FileStorage", "RunDocument", crypto, system]),
        module("Registry", ["FileStorage", "RunDocument", "Signing", crypto, system]),
        // Container images of the service with a model, written without a daemon.
        module("ServiceImage", ["FileStorage", "Registry", "RunDocument", crypto, system]),
        module(
            "Promotion",
            [
                "ChildProcess", "Evaluation", "FileStorage", "LoadTest", "Registry", "RunDocument",
                "Signing", "Transfer", "YAMLText", mustache, system,
            ]
        ),
        module(
            "Serving",
            ["Dataset", "FileStorage", "Model", "Registry", "RunDocument", system] + nio
        ),
        module(
            "Notification",
            [
                "CZlib", "FileStorage", "RunDocument", "RunReporting", "Transfer", crypto, mustache,
                system,
            ]
        ),
        module(
            "Triggering",
            [
                "Dataset", "Evaluation", "FileStorage", "Registry", "RunDocument", "Transfer",
                subprocess, system,
            ]
        ),
        // Mail and HTTP: libcurl, loaded at run time, as linking it doubles the time of a start.
        .target(name: "CCurl"),
        module("Transfer", ["CCurl", "FileStorage", "RunDocument", system]),
        // Registries elsewhere.
        module(
            "Remotes",
            ["ChildProcess", "FileStorage", "Registry", "RunDocument", "Transfer", crypto, system]
        ),

        // Which registries a project has, here or elsewhere: what commands share.
        module(
            "ProjectRegistries",
            ["CommandLineTool", "FileStorage", "Registry", "Remotes", "RunDocument", system]
        ),

        // The commands and the tools.
        command(
            "Validate",
            [
                "Dataset", "Expressions", "FileStorage", "ImageFolder", "Profile", "Reporting",
                "RunReporting", "Validation", "YAMLText", system,
            ]
        ),
        command(
            "Train",
            [
                "Dataset", "FileStorage", "Model", "ProcessControl", "ProjectRegistries",
                "Registry", "Training", system,
            ]
        ),
        command(
            "Eval",
            [
                "Dataset", "Evaluation", "FileStorage", "LoadTest", "Model", "ProjectRegistries",
                "Registry", "Reporting", "RunReporting", "YAMLText", system,
            ]
        ),
        command(
            "Register",
            [
                "FileStorage", "Model", "ProjectRegistries", "Registry", "Remotes", "ServiceImage",
                "Signing", system,
            ]
        ),
        command(
            "Promote",
            [
                "Evaluation", "FileStorage", "LoadTest", "ProjectRegistries", "Promotion",
                "Registry", "Signing", system,
            ]
        ),
        command("Notify", ["Notification", "Transfer", system]),
        command(
            "Serve", ["FileStorage", "Model", "ProjectRegistries", "Registry", "Serving", system]),
        command(
            "Predict", ["Dataset", "FileStorage", "Model", "ProjectRegistries", "Registry", system]),
        command(
            "Trigger",
            [
                "Evaluation", "FileStorage", "ProjectRegistries", "Registry", "Transfer",
                "Triggering", system,
            ]
        ),

        tool("mlx-validate", "Validate"),
        tool("mlx-train", "Train"),
        tool("mlx-eval", "Eval"),
        tool("mlx-notify", "Notify"),
        tool("mlx-trigger", "Trigger"),
        tool("mlx-register", "Register"),
        tool("mlx-serve", "Serve"),
        tool("mlx-predict", "Predict"),
        tool("mlx-promote", "Promote"),

        // What share/bench/eval times in process; it is not installed.
        .executableTarget(
            name: "scoring-benchmark",
            dependencies: ["Dataset", "FileStorage", "Model", "RunDocument", system],
            path: "share/bench/eval/scoring",
            swiftSettings: settings,
            linkerSettings: staticRuntime
        ),

        .target(
            name: "TestSupport",
            dependencies: ["RunDocument", "FileStorage", subprocess, system],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        tests("RunDocument", ["RunDocument", "FileStorage", system]),
        tests("ChildProcess", ["ChildProcess", system]),
        tests("CommandLineTool", ["CommandLineTool", "RunDocument", system]),
        tests("Dataset", ["Dataset", "FileStorage", "RunDocument", system], data: ["Fixtures"]),
        tests(
            "Profile", ["Dataset", "FileStorage", "Profile", "RunDocument", system],
            data: ["Fixtures"]
        ),
        tests(
            "ImageFolder", ["FileStorage", "ImageFolder", "RunDocument", system],
            data: ["Fixtures"]
        ),
        tests(
            "Reporting",
            [
                "Dataset", "Evaluation", "FileStorage", "Profile", "Reporting", "RunDocument",
                "RunReporting", system,
            ],
            data: ["Fixtures"]),
        tests(
            "Expressions", ["Dataset", "Expressions", "FileStorage", "RunDocument", system],
            data: ["Fixtures"]
        ),
        tests("ProcessControl", ["FileStorage", "ProcessControl", system]),
        tests(
            "Validation",
            ["Dataset", "FileStorage", "Profile", "Validation", "RunDocument", system],
            data: ["Fixtures"]
        ),
        tests(
            "Model", ["Dataset", "FileStorage", "Model", "RunDocument", system], data: ["Fixtures"]),
        tests("Training", ["Dataset", "FileStorage", "Model", "Training", "RunDocument", system]),
        tests(
            "Evaluation",
            [
                "Dataset", "Evaluation", "Expressions", "FileStorage", "Model", "RunDocument",
                "Training", system,
            ],
            data: ["Fixtures"]
        ),
        tests(
            "LoadTest", ["Dataset", "FileStorage", "LoadTest", "RunDocument", system],
            data: ["Fixtures"]
        ),
        tests("Signing", ["FileStorage", "RunDocument", "Signing", system], data: ["Fixtures"]),
        tests(
            "ServiceImage", ["FileStorage", "Registry", "RunDocument", "ServiceImage", system]),
        tests(
            "Registry", ["FileStorage", "Registry", "RunDocument", "Signing", system],
            data: ["Fixtures"]
        ),
        tests(
            "Promotion",
            [
                "Evaluation", "FileStorage", "LoadTest", "Promotion", "Registry", "RunDocument",
                "Signing", "Transfer", "YAMLText", system,
            ],
            data: ["Fixtures"]
        ),
        tests(
            "Serving",
            ["Dataset", "FileStorage", "Model", "Registry", "Serving", "RunDocument", system]
        ),
        tests(
            "Tool", ["CommandLineTool", "FileStorage", "RunDocument", system], data: ["Cases"]),
        tests(
            "Remotes",
            ["FileStorage", "Registry", "Remotes", "RunDocument", "Transfer", subprocess, system],
            data: ["Servers"]
        ),
        tests("Pipeline", ["FileStorage", "RunDocument", subprocess, system]),
        tests("Notification", ["FileStorage", "Notification", "Transfer", "RunDocument", system]),
        tests(
            "Triggering",
            [
                "CommandLineTool", "Evaluation", "FileStorage", "Registry", "Triggering",
                "RunDocument", system,
            ]
        ),
    ]
)
