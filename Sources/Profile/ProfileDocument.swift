import Dataset
import FoundationEssentials
package import RunDocument

// A profile as a file: what a person or another program reads, and the state by which profiles are
// merged, in base64.

extension TableProfile {
    /// The version of the format.
    ///
    /// Profiles of another are refused.
    package static let version = 1
    static let formatName = "mlx-profile"

    package var json: JSONValue {
        var members: JSONObject = [
            "format": .string(Self.formatName),
            "version": .integer(Int64(Self.version)),
            "rows": .integer(Int64(rows)),
            "distinctRows": distinctRows.json,
            "parameters": parameters.json,
            "columns": .array(columns.concurrentMap(\.json)),
        ]
        var state: JSONObject = ["rowHashes": .string(rowHashes.bytes.base64)]
        state["sample"] = .string(sample.bytes.base64)
        members["state"] = .object(state)
        return .object(members)
    }

    /// Reads a profile that `json` wrote.
    ///
    /// - Throws: `ProfileError`.
    package init(json: JSONValue) throws(ProfileError) {
        guard json["format"]?.stringValue == Self.formatName else { throw .notProfile }
        let version = json["version"]?.integerValue ?? 0
        guard version == Self.version else {
            throw .version(version, supported: Self.version)
        }
        let reader = ProfileReader(json, part: "profile")
        parameters = try ProfileParameters(reader.member("parameters"))
        rows = try reader.count("rows")
        let state = try reader.member("state")
        sample = try RowSample(bytes: state.bytes("sample"))
        rowHashes = try HyperLogLog(bytes: state.bytes("rowHashes"))
        columns = []
        for element in try reader.elements("columns") {
            columns.append(try ColumnProfile(element, rows: rows, parameters))
        }
    }

    /// Adds the profile of rows that come after these.
    ///
    /// - Throws: `ProfileError.mismatch` if the two were not made alike.
    package mutating func merge(_ added: TableProfile) throws(ProfileError) {
        guard rows > 0 || !columns.isEmpty else { return self = added }
        guard added.rows > 0 || !added.columns.isEmpty else { return }
        try parameters.check(against: added.parameters)
        let other: TableProfile
        (self, other) = try Self.aligned(self, added)
        var indices: [String: Int] = [:]
        for (index, column) in columns.enumerated() { indices[column.name] = index }
        let total = rows + other.rows
        var tallies = columns.map { $0.tallies ?? ColumnTallies(parameters) }
        var names = columns.map(\.name)
        var types = columns.map(\.declaredType)
        for column in other.columns {
            let more = column.tallies ?? ColumnTallies(parameters)
            if let index = indices[column.name] {
                try tallies[index].merge(more)
            } else {
                indices[column.name] = names.count
                names.append(column.name)
                types.append(column.declaredType)
                tallies.append(more)
            }
        }
        rows = total
        columns = names.indices.map {
            ColumnProfile(names[$0], declared: types[$0], rows: total, tallies[$0])
        }
        try sample.merge(other.sample)
        rowHashes.merge(other.rowHashes)
    }
}

extension ProfileParameters {
    var json: JSONValue {
        var members: JSONObject = [
            "exactNumbers": .integer(Int64(exactNumbers)),
            "exactTexts": .integer(Int64(exactTexts)),
            "seed": .string(String(ByteHash.standard.seed, radix: 16)),
        ]
        members["schema"] = schemaDigest.map(JSONValue.string)
        return .object(members)
    }

    init(_ reader: ProfileReader) throws(ProfileError) {
        self.init(columns: 0, schemaDigest: reader["schema"]?.stringValue)
        exactNumbers = try reader.count("exactNumbers")
        exactTexts = try reader.count("exactTexts")
        let seed = String(ByteHash.standard.seed, radix: 16)
        guard reader["seed"]?.stringValue == seed else {
            throw .malformed(part: "parameters", reason: "its hashes have another seed")
        }
    }

    func check(against other: ProfileParameters) throws(ProfileError) {
        func mismatch(_ name: String, _ left: Int, _ right: Int) -> ProfileError {
            .mismatch(part: "profile", parameter: name, left, right)
        }
        if exactNumbers != other.exactNumbers {
            throw mismatch("exactNumbers", exactNumbers, other.exactNumbers)
        }
        if exactTexts != other.exactTexts {
            throw mismatch("exactTexts", exactTexts, other.exactTexts)
        }
        guard schemaDigest == other.schemaDigest else { throw .otherSchema }
    }
}

extension Estimate {
    var json: JSONValue {
        guard !isExact else { return .integer(Int64(value)) }
        return ["estimate": .number(value.rounded()), "standardError": .number(standardError)]
    }
}

extension [UInt8] {
    var base64: String { Data(self).base64EncodedString() }
}
