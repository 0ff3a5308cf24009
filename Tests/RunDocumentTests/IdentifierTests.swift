import FoundationEssentials
import RunDocument
import Testing

@Suite struct IdentifierTests {
    private struct Zeros: RandomNumberGenerator {
        mutating func next() -> UInt64 { 0 }
    }

    @Test func anIdentifierIsAULID() {
        var zeros = Zeros()
        // The example of the ULID specification: 2016-07-30T23:54:10.259Z.
        let id = RunIdentifier.make(
            at: Date(timeIntervalSince1970: 1_469_922_850.259),
            using: &zeros
        )
        #expect(id.hasPrefix("01ARZ3NDEK"))
        #expect(id.count == 26)
    }

    @Test func laterIdentifiersSortLater() {
        var generator = SystemRandomNumberGenerator()
        let early = RunIdentifier.make(at: Date(timeIntervalSince1970: 1e9), using: &generator)
        let late = RunIdentifier.make(at: Date(timeIntervalSince1970: 1e9 + 1), using: &generator)
        #expect(early < late)
    }

    @Test(arguments: ["", "..", ".a", "a/b", "a b", "a\n", "é", String(repeating: "a", count: 65)])
    func aNameThatCouldLeaveItsPlaceIsRefused(_ name: String) {
        #expect(!RunIdentifier.isValid(name))
    }

    @Test(arguments: ["a", "01JD", "build-7_x.y", String(repeating: "a", count: 64)])
    func aPlainNameIsTaken(_ name: String) {
        #expect(RunIdentifier.isValid(name))
    }
}
