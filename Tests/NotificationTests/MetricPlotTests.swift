import Notification
import RunDocument
import TestSupport
import Testing

@Suite("The plot beside a metric")
struct MetricPlotTests {
    private func row(
        _ before: Double?, _ after: Double?, gate: Double? = nil, lowerIsBetter: Bool = false
    ) throws -> MetricComparison.Row {
        var stage = SampleRuns.stage("eval")
        stage.metrics = ["m": after]
        stage.details["lowerIsBetter"] = lowerIsBetter ? ["m"] : []
        if let before { stage.details["baseline"] = ["metrics": ["m": .number(before)]] }
        if let gate {
            var check = Check(id: "m", status: .passed)
            check["lowerBound"] = .number(gate)
            stage.checks = [check]
        }
        return try #require(MetricComparison(SampleRuns.make([stage]))?.rows.first)
    }

    /// Rows of pixels, each red, green, blue, opacity, as Python's zlib reads the file.
    private func decode(_ png: [UInt8]) async throws -> [[[Int]]] {
        let program = """
            import json, struct, sys, zlib
            data = bytes(json.load(sys.stdin))
            assert data[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
            at, chunks = 8, []
            while at < len(data):
                size, kind = struct.unpack(">I4s", data[at:at + 8])
                body = data[at + 8:at + 8 + size]
                check, = struct.unpack(">I", data[at + 8 + size:at + 12 + size])
                assert check == zlib.crc32(kind + body), kind
                chunks.append((kind, body))
                at += 12 + size
            assert [k for k, _ in chunks] == [b"IHDR", b"IDAT", b"IEND"]
            width, height, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
            assert rest == [8, 6, 0, 0, 0]
            raw = zlib.decompress(chunks[1][1])
            assert len(raw) == height * (1 + 4 * width)
            rows = [raw[y * (1 + 4 * width):][:1 + 4 * width] for y in range(height)]
            assert all(r[0] == 0 for r in rows)
            print(json.dumps([[list(r[1 + 4 * x:5 + 4 * x]) for x in range(width)] for r in rows]))
            """
        let bytes = JSONValue.array(png.map { .integer(Int64($0)) }).canonicalText()
        let output = try await TestPython.run(["-c", program], input: bytes)
        return try #require(JSONValue(parsing: output).arrayValue).map { row in
            (row.arrayValue ?? []).map { pixel in
                (pixel.arrayValue ?? []).compactMap { $0.integerValue }
            }
        }
    }

    private func isMostly(_ colour: Int, _ pixel: [Int]) -> Bool {
        pixel[3] > 200 && (0..<3).allSatisfy { $0 == colour || pixel[$0] < pixel[colour] - 40 }
    }

    @Test(
        "A PNG with the new value in green or red on the side it went to",
        .enabled(if: TestPython.isAvailable, TestPython.absence),
        arguments: [(0.8, 0.9, false), (0.9, 0.8, false), (0.9, 0.8, true)]
    )
    func colours(before: Double, after: Double, lowerIsBetter: Bool) async throws {
        let plot = try #require(MetricPlot(row(before, after, lowerIsBetter: lowerIsBetter)))
        let pixels = try await decode(plot.png)
        #expect(pixels.count == 36 && pixels.allSatisfy { $0.count == 320 })
        let isBetter = (after > before) != lowerIsBetter
        let columns = pixels[18].indices.filter { isMostly(isBetter ? 1 : 0, pixels[18][$0]) }
        #expect(columns.count > 12)
        #expect(columns.allSatisfy { ($0 > 160) == (after > before) })
        // Nothing of the other colour, and corners that let the page through.
        #expect(!pixels.joined().contains { isMostly(isBetter ? 0 : 1, $0) })
        #expect(pixels[0][0] == [0, 0, 0, 0])
    }

    @Test("A picture is made only where there is something to compare with")
    func absent() throws {
        #expect(MetricPlot(try row(nil, 0.9)) == nil)
        #expect(MetricPlot(try row(0.9, nil)) == nil)
        #expect(MetricPlot(try row(nil, 0.9, gate: 0.8)) != nil)
    }

    @Test(
        "No value is too large, too small or too equal for it",
        arguments: [
            (0, 0), (-1, 1), (1e308, -1e308), (.leastNonzeroMagnitude, 0), (1, 1 + 1e-16),
            (-0.0, 0),
        ] as [(Double, Double)]
    )
    func extremes(before: Double, after: Double) throws {
        let plot = try #require(MetricPlot(row(before, after, gate: 1)))
        #expect(plot.png.count > 100)
        #expect(plot.description.hasPrefix("before "))
    }

    @Test("What the picture shows is said in words too")
    func words() throws {
        let plot = try #require(MetricPlot(row(0.9, 0.95, gate: 0.8)))
        #expect(plot.description == "before 0.9, now 0.95, the gate asks for at least 0.8")
    }
}
