package import RunDocument

extension Project {
    /// What calls for a pipeline.
    package struct Trigger: Sendable {
        /// Which drift calls for a new training.
        package enum DriftRule: String, CaseIterable, Sendable {
            /// A check of drift that failed.
            case failed
            /// One that only warns, too.
            case warning
            case never
        }

        /// Globs by gitignore's rules, from the directory that the file is in.
        package var code: [String] = []
        package var data: [String] = []
        package var tests: [String] = []
        package var drift = DriftRule.failed
        /// What the metrics of a report must keep.
        package var gates: [Located<JSONValue>] = []
        /// How old a model may become, as written: `30d`.
        package var maxAge: String?
    }
}

extension Project.Trigger {
    init(_ root: inout ConfigurationReader) throws(ProjectError) {
        var section = try root.section("trigger")
        code = try section.strings("code")
        data = try section.strings("data")
        tests = try section.strings("tests")
        drift = try section.word("drift") ?? drift
        gates = try section.elements("gates")
        maxAge = try section.string("max_age")
        try section.finish()
    }
}
