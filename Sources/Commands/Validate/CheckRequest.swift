import CommandLineTool
import Dataset
import RunDocument

/// What is to be checked: flags over the project.
struct CheckRequest {
    let schema: String
    /// By name, as they were named; training data first.
    let splits: [(name: String, patterns: [String])]

    init(_ command: Check, _ project: Project) throws(CheckRequestError) {
        guard let schema = command.schema ?? project.data.schema else { throw .noSchema }
        self.schema = schema
        let train = command.data.isEmpty ? project.data.train : command.data
        let test = command.test.isEmpty ? project.data.test : command.test
        splits = [("train", train), ("test", test)].filter { !$0.1.isEmpty }
        guard !splits.isEmpty else { throw .noData }
    }
}

/// A request that names too little.
enum CheckRequestError: Failure {
    case noSchema, noData

    var exitStatus: ExitStatus { .usage }

    var description: String {
        switch self {
        case .noSchema: "no schema is named"
        case .noData: "no data is named"
        }
    }

    var hint: String? {
        switch self {
        case .noSchema:
            "say --schema or set 'data.schema' in mlx.yaml; 'mlx-validate infer' writes one"
        case .noData: "say --data or set 'data.train' in mlx.yaml"
        }
    }
}

/// Arguments that name data.
enum DataArguments {
    /// Files, globs, and `-` for standard input.
    static func sources(_ arguments: [String]) throws(DatasetError) -> [DataSource] {
        if arguments == ["-"] { return [DataSource(argument: "-")] }
        return try DataFiles.expand(arguments).map(DataSource.file)
    }
}
