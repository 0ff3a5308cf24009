import Glibc
import LoadTest
import RunDocument
import Testing

@Suite struct InProcessLoadTests {
    private struct Broken: Error {}

    @Test func timesEachCall() throws {
        var numbers: [Int] = []
        let load = try InProcessLoad(extent: .requests(20), warmUp: .zero, rowsPerCall: 4)
        let result = try load.run { (number: Int) throws(Broken) in
            numbers.append(number)
            usleep(2000)
        }
        #expect(numbers == Array(0..<20))
        #expect(result.kind == .inProcess)
        #expect(result.requests == 20)
        #expect(result.rowsPerRequest == 4)
        #expect(result.latencies.count == 20)
        #expect(result.latencies.minimum >= 1_990_000)
        #expect(result.errorRate == 0)
        #expect(result.duration >= 0.04)
        let rate = try #require(result.throughput)
        #expect(abs(rate * result.duration - 20) < 1e-6)
    }

    @Test func theWarmUpIsNotCounted() throws {
        var calls = 0
        let load = try InProcessLoad(
            extent: .requests(3), warmUp: .milliseconds(30), rowsPerCall: 1)
        let result = load.run { _ in
            calls += 1
            usleep(1000)
        }
        #expect(result.latencies.count == 3)
        #expect(calls > 3)
    }

    @Test func anErrorComesThrough() throws {
        let load = try InProcessLoad(extent: .requests(5), warmUp: .zero, rowsPerCall: 1)
        #expect(throws: Broken.self) {
            try load.run { (number: Int) throws(Broken) in if number == 3 { throw Broken() } }
        }
    }

    @Test func endsWhenItIsCancelled() throws {
        var calls = 0
        let load = try InProcessLoad(
            extent: .duration(.seconds(3600)), warmUp: .zero, rowsPerCall: 1)
        let result = load.run(isCancelled: { calls >= 7 }) { _ in calls += 1 }
        #expect(result.requests == 7)
    }

    @Test func memoryIsThatOfAProcess() throws {
        let before = try #require(ProcessMemory.read())
        #expect(before.resident > 1 << 20)
        #expect(before.peak >= before.resident)
        let size = 64 << 20
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        memset(memory, 1, size)
        let during = try #require(ProcessMemory.read(of: getpid()))
        memory.deallocate()
        #expect(during.peak >= size)
        #expect(ProcessMemory.read(of: -1) == nil)
    }

    @Test func aResultCanBeReadByGatesAndPeople() throws {
        let load = try InProcessLoad(extent: .requests(50), warmUp: .zero, rowsPerCall: 2)
        let result = load.run { _ in usleep(100) }
        let names = [
            "error_rate", "latency_max_ms", "latency_mean_ms", "latency_p50_ms", "latency_p90_ms",
            "latency_p999_ms", "latency_p99_ms", "memory_peak_mb", "throughput_rps",
        ]
        #expect(result.metrics.keys.sorted() == names)
        let p50 = try #require(result.metrics["latency_p50_ms"] ?? nil)
        #expect(p50 == Double(result.latencies.value(atPercentile: 50)) / 1e6)
        let json = try JSONValue(parsing: result.json.canonicalBytes())
        #expect(json["mode"] == "in-process")
        #expect(json["latency"]?["p50"]?.doubleValue == p50)
        let counts = json["histogram"]?.arrayValue?.compactMap { $0.arrayValue?[2].integerValue }
        #expect(counts?.reduce(0, +) == 50)
        #expect(json["percentiles"]?.arrayValue?.last?.arrayValue?[0].doubleValue == 100)
        #expect((json["clock"]?["overheadNanoseconds"]?.doubleValue ?? 0) > 0)
    }
}
