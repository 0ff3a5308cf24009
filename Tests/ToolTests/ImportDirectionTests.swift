import FileStorage
import SystemPackage
import TestSupport
import Testing

/// Which module may import which: executables → commands → domain → the contract.
@Suite struct ImportDirectionTests {
    private static let contract: Set = ["FileStorage", "RunDocument", "YAMLText"]

    /// What each domain module may import of the project.
    private static let domain: [String: Set<String>] = [
        "RunDocument": [],
        "FileStorage": ["RunDocument"],
        "YAMLText": ["RunDocument"],
        "ChildProcess": [],
        "RunReporting": ["RunDocument"],
        "CommandLineTool": contract.union(["ChildProcess", "CMalloc", "RunReporting"]),
        "Transfer": ["CCurl", "FileStorage", "RunDocument"],
        "Dataset": contract.union(["CByteMasks", "ChildProcess", "CZlib", "CZstd"]),
        "Profile": contract.union(["CPrefetch", "Dataset"]),
        "Expressions": contract.union(["CPCRE2", "Dataset"]),
        "Validation": contract.union(["Dataset", "Expressions", "Profile"]),
        "ImageFolder": contract,
        "Reporting": contract.union(["Dataset", "Evaluation", "Profile", "RunReporting"]),
        "Model": contract.union(["ChildProcess", "COnnxRuntime", "Dataset"]),
        "LoadTest": contract.union(["CEpoll", "Dataset"]),
        "Signing": contract,
        "Registry": contract.union(["Signing"]),
        "ServiceImage": contract.union(["Registry"]),
        "ProcessControl": contract.union(["ChildProcess"]),
        "Training": contract.union(["Dataset", "Model", "ProcessControl", "Registry"]),
        "Evaluation": contract.union(["Dataset", "Expressions", "Model", "ProcessControl"]),
        "Remotes": contract.union(["ChildProcess", "Registry", "Transfer"]),
        // What the commands share: of them it knows the project file.
        "ProjectRegistries": contract.union(["CommandLineTool", "Registry", "Remotes"]),
        "Promotion": contract.union([
            "ChildProcess", "Evaluation", "LoadTest", "Registry", "Signing", "Transfer",
        ]),
        "Serving": contract.union(["Dataset", "Model", "Registry"]),
        "Notification": contract.union(["CZlib", "RunReporting", "Transfer"]),
        "Triggering": contract.union(["Dataset", "Evaluation", "Registry", "Transfer"]),
    ]

    private static let commandModules = Set(
        [
            "Validate", "Train", "Eval", "Register", "Promote", "Notify", "Serve", "Predict",
            "Trigger",
        ]
        .map { "\($0)Command" })

    @Test func domainModulesImportOnlyWhatIsBelowThem() throws {
        for (module, allowed) in Self.domain {
            for (file, imported) in try imports(below: "Sources/\(module)") {
                if Self.domain[imported] != nil || Self.commandModules.contains(imported) {
                    #expect(allowed.contains(imported), "\(file) imports \(imported)")
                }
                if module != "CommandLineTool" {
                    #expect(imported != "ArgumentParser", "\(file) imports ArgumentParser")
                }
                if imported.hasPrefix("NIO") { #expect(module == "Serving", "\(file)") }
                #expect(imported != "Foundation", "\(file) imports all of Foundation")
            }
        }
    }

    @Test func commandsDoNotImportCommands() throws {
        for (file, imported) in try imports(below: "Sources/Commands") {
            #expect(!Self.commandModules.contains(imported), "\(file) imports \(imported)")
            #expect(!imported.hasPrefix("NIO"), "\(file) imports \(imported)")
        }
    }

    @Test func executablesOnlyAwaitTheirCommand() throws {
        let tools = try Files.names(in: Tool.root.appending("Sources")).filter {
            $0.hasPrefix("mlx-")
        }
        #expect(tools.count == 9)
        for tool in tools {
            let imported = try imports(below: "Sources/\(tool)").map(\.1)
            #expect(imported.allSatisfy { $0 == "CommandLineTool" || $0.hasSuffix("Command") })
            let main = try Files.read(Tool.root.appending("Sources/\(tool)/Main.swift"))
            #expect(main.count { $0 == 0x0A } <= 10, "Sources/\(tool)/Main.swift")
        }
    }

    @Test func everyModuleHasARule() throws {
        let modules = try Files.names(in: Tool.root.appending("Sources")).filter {
            // Headers of C have no imports.
            let headers = [
                "CByteMasks", "COnnxRuntime", "CCurl", "CEpoll", "CMalloc", "CPCRE2", "CPrefetch",
                "CZlib", "CZstd",
            ]
            return !$0.hasPrefix("mlx-") && $0 != "Commands" && !headers.contains($0)
        }
        #expect(Set(modules) == Set(Self.domain.keys))
    }

    /// Each import below a directory, with the file that it stands in.
    private func imports(below path: String) throws -> [(String, String)] {
        try TreeDigest.files(in: Tool.root.appending(path)).map(\.path)
            .filter { $0.hasSuffix(".swift") }
            .flatMap { file in
                let bytes = try Files.read(Tool.root.appending(path).appending(file))
                let text = String(decoding: bytes, as: UTF8.self)
                return text.matches(of: /(?m)^(?:package |@[a-z]+ )?import (\w+)/).map {
                    ("\(path)/\(file)", String($0.1))
                }
            }
    }
}
