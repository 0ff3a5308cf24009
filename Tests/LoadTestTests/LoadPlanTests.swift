import LoadTest
import RunDocument
import Testing

@Suite struct LoadPlanTests {
    private static let wrong: [(LoadPlan.Loop, Int, LoadPlan.Extent, Duration, Duration)] = [
        (.open(rate: 0), 1, .requests(1), .zero, .seconds(1)),
        (.open(rate: -1), 1, .requests(1), .zero, .seconds(1)),
        (.open(rate: .nan), 1, .requests(1), .zero, .seconds(1)),
        (.open(rate: .infinity), 1, .requests(1), .zero, .seconds(1)),
        (.closed, 0, .requests(1), .zero, .seconds(1)),
        (.closed, 1 << 20, .requests(1), .zero, .seconds(1)),
        (.closed, 1, .requests(0), .zero, .seconds(1)),
        (.closed, 1, .duration(.zero), .zero, .seconds(1)),
        (.closed, 1, .duration(.seconds(Int64.max)), .zero, .seconds(1)),
        (.closed, 1, .requests(1), .seconds(-1), .seconds(1)),
        (.closed, 1, .requests(1), .zero, .zero),
    ]

    @Test(arguments: wrong.indices) func whatCannotBeIsRefused(_ index: Int) {
        let (loop, connections, extent, warmUp, timeout) = Self.wrong[index]
        #expect {
            _ = try LoadPlan(
                loop: loop, connections: connections, extent: extent, warmUp: warmUp,
                timeout: timeout)
        } throws: { ($0 as? LoadTestError)?.exitStatus == .usage }
    }
}
