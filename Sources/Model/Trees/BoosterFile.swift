import FileStorage
import RunDocument
import SystemPackage

/// The content of a file that XGBoost wrote, by its documented JSON schema.
struct BoosterFile {
    let version: String
    let objective: String
    /// `gbtree`, `dart` or `gblinear`.
    let booster: String
    let featureCount: Int
    let featureNames: [String]
    /// Nil for a model that gives no classes.
    let classCount: Int?
    /// The sums that its trees add to.
    let groupCount: Int
    /// One, or one a class; before the objective's transformation, as a user gives it.
    let baseScores: [Float]
    /// The position of the best round of a training that was stopped early.
    private let bestIteration: Int?
    /// What the booster consists of; nil for a linear one.
    let model: DocumentValue?
    private let path: String

    /// - Throws: `ModelError`, `StorageError`.
    init(_ path: FilePath) throws {
        let bytes = try Files.read(path, limit: 1 << 31)
        let form = FileForm(bytes)
        // MLflow's .xgb may be either.
        let isJSON = path.extension == "json" || path.extension != "ubj" && form == .json
        try FileForm.check(bytes, is: isJSON ? .json : .ubjson, path)
        let document: DocumentValue
        do {
            document =
                form == .json
                ? try DocumentValue(json: bytes) : try UBJSONReader.read(bytes)
        } catch {
            let place = (error as? JSONSyntaxError).map { ": \($0)" } ?? ""
            throw ModelError.notAModel(
                path: path.string, reason: "it is damaged or truncated\(place)")
        }
        try self.init(document, path: path.string)
    }

    private init(_ document: DocumentValue, path: String) throws(ModelError) {
        func required<Value>(_ name: String, _ value: Value?) throws(ModelError) -> Value {
            guard let value else {
                throw .notAModel(
                    path: path, reason: "it is no model of XGBoost: it has no '\(name)'")
            }
            return value
        }
        self.path = path
        let learner = try required("learner", document["learner"])
        let parameters = try required("learner_model_param", learner["learner_model_param"])
        version = (document["version"]?.integers ?? []).map { "\($0)" }.joined(separator: ".")
        objective = try required("objective", learner["objective"]?["name"]?.text)
        featureCount = try required("num_feature", parameters["num_feature"]?.integer)
        featureNames = learner["feature_names"]?.texts ?? []
        let classes = parameters["num_class"]?.integer ?? 0
        classCount =
            classes > 1
            ? classes : ["binary:logistic", "binary:logitraw"].contains(objective) ? 2 : nil
        groupCount = max(1, classes, parameters["num_target"]?.integer ?? 1)
        baseScores = try required(
            "base_score", parameters["base_score"]?.text.flatMap(Self.numbers))
        bestIteration = learner["attributes"]?["best_iteration"]?.integer
        let boosted = try required("gradient_booster", learner["gradient_booster"])
        booster = try required("gradient_booster.name", boosted["name"]?.text)
        // A dart model has its trees one floor below.
        model = boosted["model"] ?? boosted["gbtree"]?["model"]
        guard featureCount > 0, featureCount < 1 << 29, !baseScores.isEmpty, groupCount < 1 << 20,
            featureNames.isEmpty || featureNames.count == featureCount
        else { throw .notAModel(path: path, reason: "its counts make no sense") }
    }

    /// Numbers as `5E-1` or, since version 3.1, `[5E-1,2E-1]`.
    private static func numbers(_ text: String) -> [Float]? {
        var inner = text[...]
        if inner.hasPrefix("["), inner.hasSuffix("]") { inner = inner.dropFirst().dropLast() }
        let parts = inner.split(separator: ",")
        let numbers = parts.compactMap { Float($0) }
        return numbers.count == parts.count && !numbers.isEmpty ? numbers : nil
    }

    /// The places of the trees at which rounds begin, and of the end of the last round; nil if the
    /// trees are not those of whole rounds.
    var roundStarts: [Int]? {
        let count = model?["trees"]?.list?.count ?? 0
        if let starts = model?["iteration_indptr"]?.integers {
            let isAscending = zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 }
            return starts.first == 0 && starts.last == count && isAscending ? starts : nil
        }
        // Before version 2 each round had as many trees.
        let parallel = model?["gbtree_model_param"]?["num_parallel_tree"]?.integer ?? 1
        let (size, overflows) = groupCount.multipliedReportingOverflow(by: max(1, parallel))
        guard !overflows, count % size == 0 else { return nil }
        return Array(stride(from: 0, through: count, by: size))
    }

    /// How many rounds count up to the best one; nil for all.
    ///
    /// - Throws: `ModelError.notAModel` if the best one is none of the file's.
    func roundsToBest() throws(ModelError) -> Int? {
        // A linear model has one state, that of its last round.
        guard let bestIteration, booster != "gblinear" else { return nil }
        guard let roundStarts, (0..<max(0, roundStarts.count - 1)).contains(bestIteration) else {
            throw damaged("its best round, \(bestIteration), is none that it has")
        }
        return bestIteration + 1
    }

    /// Why the file cannot be trusted.
    func damaged(_ reason: String) -> ModelError { .notAModel(path: path, reason: reason) }
}
