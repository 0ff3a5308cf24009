import Dataset
import Profile
import RunDocument
import Testing

/// A profile as a file: written, read, and refused.
@Suite struct ProfileDocumentTests {
    private static func profile(_ text: String, name: String = "t.csv", schema: JSONValue? = nil)
        throws -> TableProfile
    {
        try ProfileScan.run(
            [.bytes(Array(text.utf8), name: name)],
            schema: try schema.map { try TableSchema(json: $0) })
    }

    @Test(arguments: [
        "a\n", "a,b\n1,x\n2,\n", "a\nnan\nINF\n-inf\nNaN\n-0\n0\n1e308\n-1e308\n5e-324\n",
        "a\n007\n18446744073709551616\n1.50\n\"two\nlines\"\n", "a,a\n1,2\n", "a,\"\"\n1,é\n",
        "d,t\n2020-01-01,2020-01-01T10:00:00Z\n1960-02-29,0001-01-01T00:00:00Z\n",
    ])
    func isReadAsItWasWritten(text: String) throws {
        let profile = try Self.profile(text)
        let written = profile.json.canonicalText()
        let again = try TableProfile(json: JSONValue(parsing: written))
        #expect(again.json.canonicalText() == written)
    }

    @Test func numbersOfAFieldsOwnForm() throws {
        let schema: JSONValue = [
            "fields": [
                ["name": "a", "type": "number", "decimalChar": ",", "missingValues": ["", "-999"]]
            ]
        ]
        let profile = try Self.profile("a\n\"1,5\"\nINF\n-INF\nNaN\n-999\n2\n", schema: schema)
        let numbers = try #require(profile["a"]?.numbers)
        #expect(numbers.count == 2)
        #expect(numbers.integers == 1)
        #expect(numbers.positiveInfinity + numbers.negativeInfinity == 2)
        #expect(numbers.nan == 1)
        #expect(profile["a"]?.missing == 1)
        _ = try TableProfile(json: profile.json)
    }

    @Test func whatIsNoneIsRefused() throws {
        let json = try Self.profile("a,b\n1,x\n2,y\n").json
        func error(_ change: (inout JSONObject) -> Void) -> ProfileError? {
            var members = json.objectValue ?? [:]
            change(&members)
            do { _ = try TableProfile(json: .object(members)) } catch { return error }
            return nil
        }
        #expect(error { _ in } == nil)
        #expect(error { $0["format"] = "other" } == .notProfile)
        #expect(error { $0["format"] = nil } == .notProfile)
        #expect(error { $0["version"] = 2 } == .version(2, supported: 1))
        #expect(error { $0["version"] = "1" } == .version(0, supported: 1))
        for key in ["rows", "parameters", "columns", "state"] {
            #expect(error { $0[key] = nil }?.exitStatus == .dataFormat, "\(key)")
            #expect(error { $0[key] = -1 }?.exitStatus == .dataFormat, "\(key)")
        }
        #expect(error { $0["rows"] = 1 } != nil)
        #expect(
            error { members in
                var parameters = members["parameters"]?.objectValue ?? [:]
                parameters["seed"] = "0"
                members["parameters"] = .object(parameters)
            } != nil)
        #expect(
            error { members in
                var columns = members["columns"]?.arrayValue ?? []
                var column = columns[0].objectValue ?? [:]
                column["state"] = "AAAA"
                columns[0] = .object(column)
                members["columns"] = .array(columns)
            } != nil)
    }

    /// A column of small integers takes no more than they need.
    @Test func tenThousandColumns() throws {
        let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
        let rows = (0..<20).map { row in
            (0..<10_000).map { String((row * $0) % 7) }.joined(separator: ",")
        }
        let profile = try Self.profile(([names] + rows).joined(separator: "\n"))
        #expect(profile.rows == 20)
        #expect(profile.columns.count == 10_000)
        #expect(profile.columns.allSatisfy { $0.type == .integer && $0.numbers.count == 20 })
    }
}
