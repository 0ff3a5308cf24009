/// The ticks of an axis: at least two where there are, and so few that no label touches another.
struct AxisTicks {
    let axis: PlotFrame.Axis
    /// Of the axis, in pixels.
    let length: Double
    /// About so many are wanted.
    let count: Int
    /// What a label takes along the axis with the gap to the next, in pixels.
    let extent: (String) -> Double

    var numbers: [Double] {
        let choices = axis.ticks.map { [$0] } ?? axis.scale.tickChoices(count)
        let sets = choices.filter { $0.count > 1 }
        return sets.first { thinned($0).count == $0.count } ?? thinned(sets.first ?? choices[0])
    }

    /// Without those whose label would touch the one before.
    private func thinned(_ ticks: [Double]) -> [Double] {
        var kept: [Double] = []
        var end = -Double.infinity
        for tick in ticks {
            let (place, half) = (axis.scale.position(tick) * length, extent(axis.format(tick)) / 2)
            guard place - half >= end else { continue }
            kept.append(tick)
            end = place + half
        }
        return kept
    }
}
