import Dataset
import RunDocument

/// The parts of an `MLmodel` file that are read here, as MLflow writes it.
struct MLflowFile {
    let flavors: JSONObject
    /// The columns of the signature; nil if there is none, or if it has tensors.
    let inputs: [Feature]?
    /// The name of the signature's output, if it has one.
    let output: String?
    let runID: String?
    let createdAt: String?

    /// - Parameter path: the model's directory, for messages.
    init(_ json: JSONValue, path: String) throws(ModelError) {
        guard let flavors = json["flavors"]?.objectValue else {
            throw .notAModel(path: path, reason: "MLmodel has no 'flavors'")
        }
        self.flavors = flavors
        runID = json["run_id"]?.stringValue
        createdAt = json["utc_time_created"]?.stringValue
        let columns = try Self.columns("inputs", of: json, path)
        if let columns, columns.contains(where: { $0["name"]?.stringValue != nil }),
            columns.allSatisfy({ $0["type"]?.stringValue != "tensor" })
        {
            var features: [Feature] = []
            for column in columns { features.append(try Self.feature(column, path)) }
            inputs = features
        } else {
            inputs = nil
        }
        output = try Self.columns("outputs", of: json, path)?.first?["name"]?.stringValue
    }

    /// Whether a model that was stopped early is scored up to its best round only.
    ///
    /// XGBoost's estimators for scikit-learn do so, as its interface for R does, and its `Booster`
    /// takes all rounds: the answers are to be those that MLflow's `pyfunc` gives.
    ///
    /// - Parameter flavor: XGBoost's; nil for a file alone, whose best round counts.
    static func usesBestRound(_ flavor: JSONValue?) -> Bool {
        flavor?["model_class"]?.stringValue != "xgboost.core.Booster"
    }

    /// A list of columns, which is a text with JSON in it.
    private static func columns(
        _ name: String, of json: JSONValue, _ path: String
    ) throws(ModelError) -> [JSONValue]? {
        guard let text = json["signature"]?[name]?.stringValue else { return nil }
        guard let columns = (try? JSONValue(parsing: text))?.arrayValue else {
            throw .notAModel(path: path, reason: "MLmodel has no valid 'signature.\(name)'")
        }
        return columns
    }

    private static func feature(_ column: JSONValue, _ path: String) throws(ModelError) -> Feature {
        let name = column["name"]?.stringValue ?? ""
        let kind: Feature.Kind? =
            switch column["type"]?.stringValue {
            case "double", "float": .numeric(isInteger: false)
            case "integer", "long": .numeric(isInteger: true)
            case "boolean": .boolean
            case "string", "datetime": .categorical([])
            default: nil
            }
        guard !name.isEmpty, let kind else {
            throw .unusableSignature(
                path: path, reason: "the type of its input '\(name)' is none that a column has",
                hint: nil)
        }
        return Feature(
            name: name, kind: kind, isRequired: column["required"]?.booleanValue ?? true)
    }
}
