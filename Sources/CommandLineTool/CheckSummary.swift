import RunDocument

extension Check {
    /// What a person is told at the end; places in the data were named when they were found.
    var summary: String {
        // A test of behaviour names its rows itself.
        guard file != nil, self["examined"] == nil, let count = self["count"]?.integerValue else {
            return message ?? id
        }
        let wish = expected.map { "; expected \($0)" } ?? ""
        return "\(id) (\(count) \(count == 1 ? "place" : "places"))\(wish)"
    }
}
