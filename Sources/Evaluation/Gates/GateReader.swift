import RunDocument

/// Takes the members of a gate for what they are.
struct GateReader {
    let members: JSONObject

    /// How a mapping says what was written as `accuracy >= 0.9`.
    static func mapping(for json: JSONValue) -> String {
        let comparison = json.stringValue?.wholeMatch(of: /\s*(\w+)\s*([<>])=?\s*([-+.\w]+)\s*/)
        guard let (_, metric, sign, bound) = comparison?.output, Double(bound) != nil else {
            return "write one as {metric: accuracy, lower_bound: 0.9}"
        }
        return "write {metric: \(metric), \(sign == ">" ? "lower" : "upper")_bound: \(bound)}"
    }

    func number(_ key: String) throws(EvaluationError) -> Double? {
        guard let value = members[key] else { return nil }
        guard let number = value.doubleValue else {
            throw invalid("'\(key)' of a gate is not a number")
        }
        return number
    }

    func count(_ key: String) throws(EvaluationError) -> Int? {
        guard let value = members[key] else { return nil }
        guard let count = value.integerValue, count >= 0 else {
            throw invalid("'\(key)' of a gate is not a whole number")
        }
        return count
    }

    /// Nil for `none`, which goes before that of all gates.
    func confidence(otherwise usual: Double?) throws(EvaluationError) -> Double? {
        guard let value = members["confidence"] else { return usual }
        guard value.stringValue != "none" else { return nil }
        guard let confidence = value.doubleValue, confidence > 0, confidence < 1 else {
            throw invalid("'confidence' of a gate is neither between 0 and 1 nor 'none'")
        }
        return confidence
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ key: String
    ) throws(EvaluationError) -> Word? where Word.RawValue == String {
        guard let value = members[key] else { return nil }
        guard let word = value.stringValue.flatMap(Word.init(rawValue:)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw invalid("'\(key)' of a gate is not one of \(words)")
        }
        return word
    }

    func change() throws(EvaluationError) -> Gate.Change? {
        guard let value = members["change"] else { return nil }
        guard let change = value.objectValue, !change.isEmpty,
            change.keys.allSatisfy({ $0 == "absolute" || $0 == "relative" })
        else {
            throw invalid("'change' of a gate is not a mapping of 'absolute' and 'relative'")
        }
        let reader = GateReader(members: change)
        return Gate.Change(
            absolute: try reader.number("absolute"), relative: try reader.number("relative"))
    }

    func scope() throws(EvaluationError) -> Gate.Scope {
        let given = ["slice", "slices", "gap", "by"].filter { members[$0] != nil }
        guard let key = given.first, let value = members[key] else { return .all }
        guard given.count == 1 else {
            throw invalid("a gate has more than one of 'slice', 'slices', 'gap' and 'by'")
        }
        do throws(SliceError) {
            switch key {
            case "slice": return .slice(try SliceSelector(value))
            case "slices": return .each(try SliceDefinition(value))
            case "gap": return .gap(try SliceDefinition(value))
            default: break
            }
        } catch {
            throw .invalidGate(reason: error.description, hint: error.hint)
        }
        guard let column = value.stringValue else {
            throw invalid("'by' of a gate is not the name of a column")
        }
        return .groups(column: column)
    }

    private func invalid(_ reason: String) -> EvaluationError {
        .invalidGate(reason: reason, hint: nil)
    }
}
