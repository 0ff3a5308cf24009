import ArgumentParser
import CommandLineTool
import Dataset
import FileStorage
import Profile
import RunDocument
import SystemPackage
import Validation

/// What data is held against: a stored profile, or data that is profiled now.
struct ReferenceData {
    let name: String
    var profile: TableProfile

    init(_ name: String, schema: NamedSchema?, _ readers: ReaderCommands) throws {
        self.name = name
        profile = try Self.profile([name], schema, readers)
    }

    /// Reads profiles, whose names end with `.json`, and anything else as data.
    static func profile(_ names: [String], _ schema: NamedSchema?, _ readers: ReaderCommands)
        throws -> TableProfile
    {
        if names.count == 1, names[0].hasSuffix(".json") {
            return try ProfileFile.read(FilePath(names[0]))
        }
        return try ProfileScan.run(
            DataArguments.sources(names, readers),
            schema: schema?.schema,
            schemaDigest: schema?.digest,
            options: ReadingOptions(schema?.schema)
        )
    }
}

/// A profile on disk.
enum ProfileFile {
    /// - Throws: `StorageError`; `ProfileFileError`, which names the file.
    static func read(_ path: FilePath) throws -> TableProfile {
        let bytes = try Files.read(path, limit: 1 << 30)
        do {
            return try TableProfile(json: JSONValue(parsing: bytes))
        } catch let error as any Failure {
            throw ProfileFileError(file: path.string, error: error)
        }
    }
}

/// A file that should be a profile, and what is wrong with it.
struct ProfileFileError: Failure {
    let file: String
    let error: any Failure

    var exitStatus: ExitStatus { error.exitStatus }
    var description: String { "cannot use '\(file)': \(error)" }
    var hint: String? { error.hint }
}

extension ReadingOptions {
    /// As a schema says that its data is written.
    init(_ schema: TableSchema?) {
        self.init()
        dialect = schema?.dialect
        columns = schema?.fields.map(\.name) ?? []
    }
}

/// Whose numbers the comparison agrees with.
enum Compatibility: String, ExpressibleByArgument, CaseIterable {
    case evidently, tfdv

    var policy: DriftPolicy {
        switch self {
        case .evidently: .evidently
        case .tfdv: .tfdv
        }
    }
}

extension DriftComparison {
    /// Compares by a schema's rules, if there is one.
    ///
    /// - Throws: `DriftError`.
    init(_ schema: TableSchema?, _ compatibility: Compatibility?) throws {
        var options = DriftOptions()
        if let schema {
            options = DriftOptions(schema: schema)
            options.driftShare = schema.dataset.driftShare ?? options.driftShare
            for field in schema.fields {
                guard let rule = field.drift else { continue }
                try options.setRule(
                    column: field.name, method: rule.method, threshold: rule.threshold)
            }
        }
        self.init(policy: compatibility?.policy ?? .mlx, options: options)
    }

    /// Compares the columns whose fields have `skew`, by these rules.
    ///
    /// - Throws: `DriftError`.
    init(skewOf schema: TableSchema, _ training: TableProfile, _ compatibility: Compatibility?)
        throws
    {
        var options = DriftOptions(schema: schema)
        options.ignored = Set(training.columns.map(\.name))
        for field in schema.fields {
            guard let rule = field.skew else { continue }
            options.ignored.remove(field.name)
            try options.setRule(column: field.name, method: rule.method, threshold: rule.threshold)
        }
        self.init(policy: compatibility?.policy ?? .mlx, options: options)
    }
}
