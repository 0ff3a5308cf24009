/// The test cases of a JUnit file, whoever wrote it.
package struct JUnitResults: Hashable, Sendable {
    package static let byteLimit = 32 << 20
    package static let caseLimit = 100_000
    /// Characters that are kept of a name, a message or an output.
    static let textLimit = 4000

    package enum Outcome: Int, Comparable, Sendable {
        case passed, skipped, failure, error

        package static func < (left: Outcome, right: Outcome) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    package struct TestCase: Hashable, Sendable {
        package var name: String
        package var className: String
        package var file: String?
        package var line: Int?
        package var seconds: Double?
        package var outcome = Outcome.passed
        package var message = ""
        /// What stands inside of a failure, as a stack trace.
        package var output = ""
    }

    package var cases: [TestCase]
    /// A suite that says of itself that more failed than its test cases tell.
    package var contradiction: String?

    /// - Throws: `XMLSyntaxError`.
    package init(parsing bytes: [UInt8]) throws(XMLSyntaxError) {
        var reader = try XMLReader(bytes)
        var builder = JUnitBuilder()
        while let event = try reader.next() {
            if let reason = builder.take(event) {
                throw reader.failure(reason)
            }
        }
        cases = builder.cases
        contradiction = builder.contradiction
    }
}
