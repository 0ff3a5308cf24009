import Dataset
import FileStorage
import Profile
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// The flights against what pandas and polars say of them; `MLX_TEST_FLIGHTS` names the file.
@Suite struct PeerFlightsTests {
    private static let file = Tool.environment("MLX_TEST_FLIGHTS").map { FilePath($0) }

    @Test(
        .enabled(if: file != nil, "set MLX_TEST_FLIGHTS to the flights.csv of share/bench/validate")
    )
    func everyColumn() throws {
        let path = try #require(Self.file)
        let fixture = Tool.root.appending("Tests/ProfileTests/Fixtures/flights.json")
        let peer = try JSONValue(parsing: Files.read(fixture))
        #expect(
            try Digest.ofFile(path).0.description == "sha256:\(peer["sha256"]?.stringValue ?? "")")
        let profile = try ProfileScan.run([.file(path)])
        let columns = peer["columns"]?.arrayValue ?? []
        #expect(profile.rows == peer["rows"]?.integerValue)
        #expect(profile.columns.map(\.name) == columns.compactMap { $0["name"]?.stringValue })
        for (own, peer) in zip(profile.columns, columns) {
            #expect(own.missing == peer["missing"]?.integerValue, "\(own.name)")
            #expect(own.distinct.isExact, "\(own.name)")
            #expect(own.distinct.value == peer["distinct"]?.doubleValue, "\(own.name)")
            let top = peer["top"]?.arrayValue ?? []
            if peer["type"] == "number" {
                compare(own, peer)
                #expect(own.numbers.frequent.first?.value == top.first?.doubleValue, "\(own.name)")
                #expect(own.numbers.frequent.first?.count == top.last?.integerValue, "\(own.name)")
            } else {
                #expect(own.numbers.count == 0, "\(own.name)")
                #expect(own.texts.frequent.first?.value == top.first?.stringValue, "\(own.name)")
                #expect(own.texts.frequent.first?.count == top.last?.integerValue, "\(own.name)")
            }
        }
    }

    private func compare(_ own: ColumnProfile, _ peer: JSONValue) {
        let numbers = own.numbers
        #expect(own.texts.count == 0, "\(own.name)")
        #expect(numbers.minimum == peer["minimum"]?.doubleValue, "\(own.name)")
        #expect(numbers.maximum == peer["maximum"]?.doubleValue, "\(own.name)")
        let error = 1e-12 * max(abs(numbers.minimum ?? 0), abs(numbers.maximum ?? 0))
        func expect(_ key: String, _ found: Double?, _ expected: Double?) {
            let isSame = abs((found ?? .nan) - (expected ?? .nan)) <= error
            #expect(isSame, "\(key) of \(own.name): \(String(describing: found))")
        }
        expect("mean", numbers.mean, peer["mean"]?.doubleValue)
        expect("deviation", numbers.standardDeviation, peer["deviation"]?.doubleValue)
        for (share, quartile) in zip([0.25, 0.5, 0.75], peer["quartiles"]?.arrayValue ?? []) {
            expect("quantile \(share)", numbers.quantile(share), quartile.doubleValue)
        }
    }
}
