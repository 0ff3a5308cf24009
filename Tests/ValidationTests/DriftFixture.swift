import FileStorage
import Profile
import RunDocument
import SystemPackage
import TestSupport

/// One side of a case in `Fixtures/drift.json`, as a profile of its column.
struct DriftSide {
    let json: JSONValue

    var profile: ColumnProfile {
        let missing = integer("missing")
        if let prefix = json["prefix"]?.stringValue {
            let words = numbers.map { "\(prefix)\(Int($0))" }
            return .drift(texts: words, missing: missing)
        }
        let counts = json["counts"]?.arrayValue?.compactMap(\.integerValue) ?? []
        if let texts = json["texts"]?.arrayValue?.compactMap(\.stringValue) {
            return .drift(texts: zip(texts, counts).flatMap { repeatElement($0, count: $1) })
        }
        let isInteger = json["integer"]?.booleanValue ?? false
        var profile: ColumnProfile
        if let values = json["values"]?.arrayValue?.compactMap(\.doubleValue) {
            profile = .drift(NumberCounts(values: values, counts: counts), isInteger: isInteger)
        } else {
            profile = .drift(NumberCounts(of: numbers), isInteger: isInteger)
        }
        profile.missing = missing
        profile.numbers.nan = integer("nan")
        profile.numbers.positiveInfinity = integer("up")
        profile.numbers.negativeInfinity = integer("down")
        profile.rows += missing + integer("nan") + integer("up") + integer("down")
        return profile
    }

    private func integer(_ key: String) -> Int { json[key]?.integerValue ?? 0 }

    /// What `numbers` in `Fixtures/drift_sides.py` draws.
    private var numbers: [Double] {
        var generator = SplitMix(seed: UInt64(integer("seed")))
        let shift = json["shift"]?.doubleValue ?? 0
        let scale = json["scale"]?.doubleValue ?? 1
        let levels = json["levels"]?.doubleValue ?? 1
        let skew = integer("skew")
        return (0..<integer("n")).map { _ in
            let u = (0..<4).map { _ in generator.unit() }
            let bell = u[0] + u[1] + u[2] + u[3] - 2
            return switch json["shape"]?.stringValue {
            case "bell": bell * scale + shift
            case "levels":
                (u[0] * (0..<skew).reduce(1) { power, _ in power * u[1] } * levels)
                    .rounded(.down) + shift
            case "flat": u[0] * scale + shift
            case "grid": (bell * levels).rounded(.down) / levels + shift
            default: .nan
            }
        }
    }
}

extension ColumnProfile {
    static func drift(
        name: String = "x", _ numbers: NumberCounts, isInteger: Bool = false, missing: Int = 0
    ) -> ColumnProfile {
        var profile = ColumnProfile(
            name: name, missing: missing, numbers: numbers,
            texts: TextCounts(values: [], counts: []))
        profile.numbers.integers = isInteger ? numbers.total : 0
        return profile
    }

    static func drift(name: String = "x", texts: [String], missing: Int = 0) -> ColumnProfile {
        ColumnProfile(
            name: name, missing: missing, numbers: NumberCounts(values: [], counts: []),
            texts: TextCounts(counting: texts))
    }
}

extension TextCounts {
    init(counting texts: [String]) {
        // By bytes: `String` takes two spellings of é for one.
        let counts = Dictionary(texts.map { (Array($0.utf8), 1) }, uniquingKeysWith: +)
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        self.init(
            values: counts.map { String(decoding: $0.key, as: UTF8.self) },
            counts: counts.map(\.value)
        )
    }
}

/// A fixture of `Tests/ValidationTests/Fixtures`.
func driftFixture(_ name: String) throws -> JSONValue {
    try JSONValue(
        parsing: try Files.read(Tool.root.appending("Tests/ValidationTests/Fixtures/\(name)")))
}
