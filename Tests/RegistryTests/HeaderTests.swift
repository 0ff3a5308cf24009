import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Headers that are cut off or lie.
@Suite struct HeaderTests {
    private func refusal(_ bytes: [UInt8]) async throws -> UnsafeFormat? {
        var found: UnsafeFormat?
        try await withScratchDirectory { scratch in
            found = try OfferedModel([("model.safetensors", bytes)], in: scratch).refusal()?.format
        }
        return found
    }

    @Test(arguments: ["model.safetensors", "model.gguf", "model.onnx"])
    func `what is cut off is refused at every length that tells`(name: String) async throws {
        let bytes = try FormatFixtures()[name]
        try await withScratchDirectory { scratch in
            // Of GGUF only the beginning is read.
            let counts = name == "model.gguf" ? Array(0..<24) : Array(0..<bytes.count)
            for count in counts where count % 7 == 0 || count < 32 || count > bytes.count - 32 {
                let model = try OfferedModel([(name, Array(bytes.prefix(count)))], in: scratch)
                let found = try model.refusal()
                guard case .malformed? = found?.format else {
                    Issue.record("\(count) bytes: \(String(describing: found))")
                    return
                }
            }
        }
    }

    @Test(arguments: [
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        #"{"a":{"dtype":"X","shape":[2],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{}}"#,
        #"{"a":{"dtype":"F32","shape":[2]}}"#, #"{"a":1}"#, "{", "[]", "{}",
    ])
    func `a safetensors header that lies is refused`(header: String) async throws {
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
        let bytes = length + Array(header.utf8) + [0, 0, 0, 0, 0, 0, 0, 0]
        let found = try await refusal(bytes)
        guard case .malformed("safetensors", _)? = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func `a header that is larger than the file is refused before it is read`() async throws {
        let lengths: [[UInt8]] = [
            [0xFF, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0x10, 0, 0, 0, 0],
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0x80],
        ]
        for length in lengths {
            let bytes = length + Array("{}  ".utf8)
            let found = try await refusal(bytes)
            #expect(found != nil)
        }
    }
}
