import CommandLineTool
import Dataset
import FileStorage
import RunDocument
import SystemPackage

/// What is to be checked: flags over the project.
struct CheckRequest {
    /// Nil for folders of images, which need none.
    let schema: String?
    /// By name, as they were named; training data first.
    let splits: [(name: String, patterns: [String])]
    /// Whether the splits are folders of images.
    let isImageFolder: Bool
    let reference: String?
    let serving: String?
    /// Files and globs of the tables that foreign keys refer to, by name.
    let resources: [String: [String]]
    let readers: ReaderCommands
    let history: String?

    init(_ command: Check, _ project: Project) throws {
        let train = command.data.isEmpty ? project.data.train : command.data
        let test = command.test.isEmpty ? project.data.test : command.test
        splits = [("train", train), ("test", test)].filter { !$0.1.isEmpty }
        guard !splits.isEmpty else { throw CheckRequestError.noData }
        let folders = splits.filter { split in
            split.patterns.count == 1 && Files.kind(of: FilePath(split.patterns[0])) == .directory
        }
        isImageFolder = !folders.isEmpty
        guard folders.isEmpty || folders.count == splits.count else {
            throw CheckRequestError.mixed
        }
        schema = command.schema ?? project.data.schema
        guard isImageFolder || schema != nil else { throw CheckRequestError.noSchema }
        reference = command.reference ?? project.data.reference
        serving = command.serving ?? project.data.serving
        let named = Dictionary(grouping: command.resource, by: \.name)
        resources = project.data.resources.merging(
            named.mapValues { $0.map(\.pattern) }, uniquingKeysWith: { $1 })
        readers = try project.readerCommands
        history = command.history ?? project.data.history
        let tableOnly = [
            ("--html", command.reports.html), ("--profile", command.reports.profile),
            ("--reference", command.reference), ("--history", command.history),
            ("--serving", command.serving), ("--resource", command.resource.first?.name),
        ]
        if isImageFolder, let option = tableOnly.first(where: { $0.1 != nil }) {
            throw CheckRequestError.onlyForTables(option.0)
        }
    }
}

/// A request that names too little.
enum CheckRequestError: Failure {
    case noSchema, noData, noTest, noReference, mixed
    case onlyForTables(String)
    case badDialect(String)

    var exitStatus: ExitStatus { .usage }

    var description: String {
        switch self {
        case .noSchema: "no schema is named"
        case .noData: "no data is named"
        case .noTest: "no test data is named"
        case .noReference: "no reference is named"
        case .onlyForTables(let option): "'\(option)' is for tables, not for folders of images"
        case .badDialect(let reason): "the dialect is not JSON: \(reason)"
        case .mixed: "one split is a folder of images and the other is a table"
        }
    }

    var hint: String? {
        switch self {
        case .noSchema:
            "say --schema or set 'data.schema' in mlx.yaml; 'mlx-validate infer' writes one"
        case .noTest:
            "say --test, set 'data.test' in mlx.yaml or 'mlx:dataset.splitKey' in the schema"
        case .noReference: "say --reference or set 'data.reference' in mlx.yaml"
        case .onlyForTables: "'--markdown' is for both"
        case .badDialect: "name a file, or say it as '{\"delimiter\": \";\"}'"
        case .mixed: "name folders for both, or files for both"
        case .noData: "say --data or set 'data.train' in mlx.yaml"
        }
    }
}
