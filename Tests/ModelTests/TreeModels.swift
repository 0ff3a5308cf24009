import Dataset
import FileStorage
import Model
import SystemPackage
import TestSupport

/// Random data and the models that libxgboost makes of them.
struct TreeModels {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    /// The labels or none; what a row's target is; the parameters that say so.
    struct Task {
        let objective: String
        let labels: [String]
        var parameters: [String: String] = [:]
    }

    /// A model file, what must be known to score it, and rows it has not seen.
    struct Case {
        let path: FilePath
        /// The same model with fewer rounds.
        let cut: FilePath
        let options: RuntimeOptions
        let rows: Table
        let description: String
    }

    private static let categories = (0..<12).map { "c\($0)" }

    private mutating func integer(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &random)
    }

    private mutating func chance(_ share: Double) -> Bool { random.unit() < share }

    private mutating func task() -> Task {
        switch integer(0...6) {
        case 0: return Task(objective: "reg:squarederror", labels: [])
        case 1, 2: return Task(objective: "binary:logistic", labels: ["0", "1"])
        case 3, 4:
            let count = integer(3...5)
            return Task(
                objective: "multi:softprob", labels: (0..<count).map { "\($0)" },
                parameters: ["num_class": "\(count)"])
        case 5: return Task(objective: ["count:poisson", "reg:gamma"][integer(0...1)], labels: [])
        default:
            return Task(objective: ["reg:tweedie", "reg:logistic"][integer(0...1)], labels: [])
        }
    }

    private mutating func parameters(of task: Task) -> [String: String] {
        var parameters = task.parameters
        parameters["objective"] = task.objective
        parameters["max_depth"] = "\(integer(1...7))"
        parameters["eta"] = "\(0.05 + random.unit())"
        parameters["seed"] = "\(integer(0...1_000_000))"
        parameters["nthread"] = "1"
        parameters["verbosity"] = "0"
        parameters["tree_method"] = ["hist", "approx"][integer(0...1)]
        parameters["max_cat_to_onehot"] = "\(integer(1...8))"
        if chance(0.2) { parameters["num_parallel_tree"] = "2" }
        if chance(0.4) { parameters["base_score"] = "\(0.05 + 0.9 * random.unit())" }
        if chance(0.3) { parameters["subsample"] = "0.7" }
        if chance(0.3) { parameters["min_child_weight"] = "\(integer(0...5))" }
        if chance(0.2) {
            parameters["grow_policy"] = "lossguide"
            parameters["max_depth"] = "0"
            parameters["max_leaves"] = "\(integer(2...40))"
        }
        return parameters
    }

    /// A table in which values are missing; large, tiny and negative numbers are among the others.
    private mutating func table(_ fields: [TableField], rows: Int) -> Table {
        let columns = fields.map { field in
            guard field.type == .string else {
                let scale = [1, 1e-30, 1e30, 1000][integer(0...3)]
                let isInteger = chance(0.3)
                return Column(
                    name: field.name,
                    values: .numeric(
                        (0..<rows).map { _ in
                            if chance(0.15) { return .nan }
                            let number = (random.unit() - 0.4) * 10
                            return isInteger ? number.rounded() : number * scale
                        }))
            }
            let codes = (0..<rows).map { _ in chance(0.1) ? -1 : Int32(integer(0...11)) }
            return Column(name: field.name, values: .text(codes: codes, labels: Self.categories))
        }
        return Table(columns: columns, rowCount: rows)
    }

    /// Trains a model of random data with random parameters and writes it.
    ///
    /// - Parameters:
    ///   - rounds: nil for some or other.
    ///   - cut: after how many rounds it is written too, as JSON.
    mutating func next(
        in directory: FilePath, number: Int, rounds: Int? = nil, until cut: Int? = nil
    ) throws -> Case {
        let task = task()
        let fields = (0..<integer(1...8)).map { index in
            chance(0.3)
                ? TableField(name: "f\(index)", type: .string, categories: Self.categories)
                : TableField(name: "f\(index)", type: .number)
        }
        let target = TableField(
            name: "y", type: task.labels.isEmpty ? .number : .string, role: .target,
            categories: task.labels.isEmpty ? nil : task.labels)
        let options = RuntimeOptions(schema: TableSchema(fields: fields + [target]))
        let features = fields.map { field in
            Feature(
                name: field.name,
                kind: field.categories.map { .categorical($0) } ?? .numeric(isInteger: false),
                isRequired: false)
        }
        let count = integer(30...150)
        let labels = (0..<count).map { _ in
            task.labels.isEmpty
                ? Float(0.01 + 0.98 * random.unit()) : Float(integer(0...task.labels.count - 1))
        }
        let matrix = try TrainingMatrix(
            FeatureMatrix(table(fields, rows: count), features: features), features: features,
            labels: labels, weights: nil, threads: 1)
        let booster = try Booster(trainingOn: matrix)
        let parameters = parameters(of: task)
        for (name, value) in parameters { try booster.set(name, value) }
        let fewer = directory.appending("\(number)-cut.json")
        for round in 0..<(rounds ?? integer(1...12)) {
            if round == cut { try booster.save(to: fewer) }
            try booster.update(round: round, on: matrix)
        }
        let suffix = cut == nil && chance(0.5) ? "ubj" : "json"
        let path = directory.appending("\(number).\(suffix)")
        try booster.save(to: path)
        return Case(
            path: path, cut: fewer, options: options, rows: table(fields, rows: integer(1...90)),
            description: "\(number): \(parameters)")
    }
}
