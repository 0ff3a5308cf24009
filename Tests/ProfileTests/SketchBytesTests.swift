import Profile
import RunDocument
import TestSupport
import Testing

/// Bytes that no sketch wrote are refused, and those that are taken are written again as they were.
@Suite struct SketchBytesTests {
    private static let rounds = 5000

    /// Flips, cuts, lengthens or replaces some bytes.
    private func damage(_ bytes: [UInt8], using generator: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        let place = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 6 {
        case 0: bytes.removeLast(1 + Int(generator.next() % UInt64(bytes.count)))
        case 1: bytes += generator.bytes(1 + Int(generator.next() % 9))
        case 2: bytes = generator.bytes(Int(generator.next() % 200))
        case 3:
            // The fields that say how much follows stand at the front.
            let place = place % min(64, bytes.count)
            bytes[place] = [0, 1, 0x7f, 0x80, 0xff][Int(generator.next() % 5)]
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + 8))
        default: bytes[place] ^= 1 << (generator.next() % 8)
        }
        return bytes
    }

    private func fuzz<Sketch>(
        _ samples: [[UInt8]], read: ([UInt8]) throws -> Sketch, write: (Sketch) -> [UInt8],
        use: (Sketch) throws -> Void
    ) rethrows {
        var generator = SplitMix(seed: 11)
        var refused = 0
        for round in 0..<Self.rounds {
            var bytes = samples[round % samples.count]
            for _ in 0...(generator.next() % 3) where !bytes.isEmpty {
                bytes = damage(bytes, using: &generator)
            }
            do {
                let sketch = try read(bytes)
                if write(sketch) != bytes { Issue.record("\(bytes) is taken for another sketch") }
                try use(sketch)
            } catch let error as ProfileError {
                if error.exitStatus != .dataFormat { Issue.record("\(error)") }
                refused += 1
            }
        }
        #expect(refused > Self.rounds / 3)
    }

    @Test func moments() throws {
        let samples = [0, 1, 2, 100].map { count in
            var moments = Moments()
            for number in 0..<count { moments.add(Double(number)) }
            return moments.bytes
        }
        try fuzz(samples, read: Moments.init, write: \.bytes) { moments in
            var moments = moments
            moments.merge(moments)
            moments.add(3)
            _ = try Moments(bytes: moments.bytes)
        }
    }

    @Test func quantiles() throws {
        let samples = [0, 1, 150, 3000].map { count in
            var sketch = KLLSketch(k: 64)
            for number in 0..<count { sketch.add(Double(number), count: 1 + number % 3) }
            return sketch.bytes
        }
        try fuzz(samples, read: KLLSketch.init, write: \.bytes) { sketch in
            var sketch = sketch
            for share in [0, 0.5, 1] { _ = sketch.quantile(share) }
            try sketch.merge(sketch)
            for number in 0..<500 { sketch.add(Double(number)) }
            _ = try KLLSketch(bytes: sketch.bytes)
        }
    }

    @Test func distinct() throws {
        var sketch = HyperLogLog()
        for number in 0..<9000 { sketch.add(hash: ByteHash.standard.hash64(Double(number))) }
        try fuzz([HyperLogLog().bytes, sketch.bytes], read: HyperLogLog.init, write: \.bytes) {
            #expect($0.estimate >= 0)
        }
    }

    @Test func frequentItems() throws {
        let samples = [0, 3, 16, 500].map { count in
            var sketch = FrequentItems(capacity: 16)
            for number in 0..<count { sketch.add(Array("\(number % 70)".utf8), count: number % 5) }
            return sketch.bytes
        }
        try fuzz(samples, read: FrequentItems.init, write: \.bytes) { sketch in
            var sketch = sketch
            try sketch.merge(sketch)
            for number in 0..<50 { sketch.add(Double(number)) }
            _ = sketch.items
        }
    }

    @Test func rowSample() throws {
        let samples = [0, 3, 500].map { count in
            var sample = RowSample(rowLimit: 16, byteLimit: 64 * 32)
            for number in 0..<count {
                let row = PackedRow([Array("\(number)".utf8), nil, []])
                sample.add(row, hash: ByteHash.standard.hash64(row.bytes))
            }
            return sample.bytes
        }
        try fuzz(samples, read: RowSample.init, write: \.bytes) { sample in
            var sample = sample
            try sample.merge(sample)
            for number in 0..<50 { sample.add(PackedRow([[1]]), hash: UInt64(number)) }
            _ = sample.rows.map(\.row.cells)
        }
    }

    @Test func wording() {
        let damaged = ProfileError.malformed(part: "moments", reason: "it is cut short")
        #expect("\(damaged)" == "cannot read the profile's 'moments': it is cut short")
        let mismatch = ProfileError.mismatch(part: "quantiles", parameter: "k", 64, 128)
        #expect(
            "\(mismatch)"
                == "cannot merge 'quantiles': 'k' is 64 in one profile and 128 in the other"
        )
        #expect(mismatch.exitStatus == .dataFormat && mismatch.hint != nil)
        #expect(throws: damaged) { try Moments(bytes: [1, 2, 3]) }
    }
}
