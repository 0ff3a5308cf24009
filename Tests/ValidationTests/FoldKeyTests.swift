import RunDocument
import Testing
import Validation

/// Folds of a cross-validation in one table.
@Suite struct FoldKeyTests {
    private static let schema: JSONValue = [
        "fields": [
            ["name": "id", "type": "integer", "mlx:field": ["role": "id"]],
            ["name": "patient", "type": "string"],
            ["name": "x", "type": "number"],
            ["name": "fold", "type": "string"],
        ],
        "mlx:dataset": ["foldKey": "fold", "groupKeys": ["patient"]],
    ]

    /// - Parameter fold: of a row, by its number and its patient's.
    private func found(_ fold: (Int, Int) -> String) throws -> [Finding] {
        let rows = (0..<3000).map { row in
            // One patient in ten is not known: such rows are no group.
            let patient = row * 7 % 400
            let name = patient % 10 == 0 ? "" : "p\(patient)"
            return "\(row),\(name),\(row % 90),\(fold(row, patient))\n"
        }
        return try findings(
            "id,patient,x,fold\n" + rows.joined(), schema: Self.schema)
    }

    @Test func foldsByGroupsAreDisjoint() throws {
        let found = try found { row, patient in
            "\(patient % 10 == 0 ? row % 5 : patient % 5)"
        }
        #expect(found["fold-overlap"]?.check.status == .passed)
        #expect(found["fold-missing"]?.check.status == .passed)
        #expect(found["fold-missing"]?.check["folds"]?.objectValue?.count == 5)
    }

    @Test func groupsInTwoFoldsAreCounted() throws {
        // Every patient's rows but those of the first eight are in one fold.
        let found = try found { row, patient in "\(patient < 8 ? row / 400 % 2 : patient % 5)" }
        let overlap = try #require(found["fold-overlap"]?.check)
        #expect(overlap.status == .failed)
        // 7 p1…p7, as patient 0 is no group.
        #expect(overlap["shared"] == ["rows": 0, "ids": 0, "groups": 7])
    }

    @Test func rowsWithoutAFoldAreMissed() throws {
        let found = try found { row, patient in row == 17 ? "" : "\(patient % 5)" }
        #expect(found["fold-missing"]?.check.status == .failed)
        #expect(found["fold-missing"]?.check.observed == 1)
        let one = try self.found { _, _ in "1" }
        #expect(one["fold-missing"]?.check.status == .failed)
    }

    @Test func theFoldIsNoFeature() throws {
        let found = try found { _, patient in "\(patient % 5)" }
        #expect(!found.contains { $0.check.message?.contains("'fold'") == true })
    }
}
