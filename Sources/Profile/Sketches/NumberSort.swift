/// Sorting of finite numbers without branches on their order, which no processor can foresee.
enum NumberSort {
    /// Sorts in place: networks of eight, then merges from both ends.
    static func sort(_ numbers: UnsafeMutableBufferPointer<Double>) {
        let count = numbers.count
        guard let start = numbers.baseAddress, count > 1 else { return }
        var sorted = 0
        while sorted + 8 <= count {
            sortEight(start + sorted)
            sorted += 8
        }
        insertionSort(start + sorted, count - sorted)
        guard count > 8 else { return }
        // Not `withUnsafeTemporaryAllocation`: with these loops inlined into its closure, Swift 6.3
        // takes what is left in a register for an error that was thrown.
        let other = UnsafeMutablePointer<Double>.allocate(capacity: count)
        defer { other.deallocate() }
        var (from, to) = (start, other)
        var width = 8
        while width < count {
            mergePass(from, to, count, width)
            (from, to) = (to, from)
            width *= 2
        }
        if from != start { start.update(from: from, count: count) }
    }

    /// Merges an ascending prefix with the ascending rest.
    static func merge(_ numbers: UnsafeMutableBufferPointer<Double>, prefix: Int) {
        guard let start = numbers.baseAddress, prefix > 0, prefix < numbers.count else { return }
        let rest = numbers.count - prefix
        let copy = UnsafeMutablePointer<Double>.allocate(capacity: rest)
        defer { copy.deallocate() }
        copy.initialize(from: start + prefix, count: rest)
        mergeBackward(start, prefix, with: copy, rest, stride: 1)
    }

    /// Merges every `stride`-th of other ascending numbers into ascending ones that have room behind.
    static func mergeBackward(
        _ numbers: UnsafeMutablePointer<Double>, _ count: Int,
        with others: UnsafePointer<Double>, _ otherCount: Int, stride: Int
    ) {
        var (left, right) = (count - 1, otherCount - 1)
        while left >= 0, right >= 0 {
            let (first, second) = (numbers[left], others[right &* stride])
            let takesFirst = first > second
            numbers[left &+ right &+ 1] = takesFirst ? first : second
            left &-= takesFirst ? 1 : 0
            right &-= takesFirst ? 0 : 1
        }
        while right >= 0 {
            numbers[right] = others[right &* stride]
            right -= 1
        }
    }

    private static func mergePass(
        _ from: UnsafeMutablePointer<Double>, _ to: UnsafeMutablePointer<Double>,
        _ count: Int, _ width: Int
    ) {
        var start = 0
        while start + 2 * width <= count {
            mergeEqual(from + start, to + start, width)
            start += 2 * width
        }
        guard start < count else { return }
        let prefix = min(width, count - start)
        (to + start).update(from: from + start, count: prefix)
        mergeBackward(
            to + start, prefix, with: from + start + prefix, count - start - prefix, stride: 1)
    }

    /// Merges two neighbouring runs of `width`: the lower half from the front, the upper one from
    /// the back, so that no end needs a test.
    private static func mergeEqual(
        _ from: UnsafeMutablePointer<Double>, _ to: UnsafeMutablePointer<Double>, _ width: Int
    ) {
        var (left, right) = (from, from + width)
        var (leftEnd, rightEnd) = (from + (width - 1), from + (2 * width - 1))
        for index in 0..<width {
            let (low, other) = (left.pointee, right.pointee)
            let takesRight = other < low
            to[index] = takesRight ? other : low
            right += takesRight ? 1 : 0
            left += takesRight ? 0 : 1
            let (high, last) = (leftEnd.pointee, rightEnd.pointee)
            let takesLeft = last < high
            to[2 &* width &- 1 &- index] = takesLeft ? high : last
            leftEnd -= takesLeft ? 1 : 0
            rightEnd -= takesLeft ? 0 : 1
        }
    }

    private static func insertionSort(_ numbers: UnsafeMutablePointer<Double>, _ count: Int) {
        guard count > 1 else { return }
        for index in 1..<count {
            let number = numbers[index]
            var place = index
            while place > 0, numbers[place - 1] > number {
                numbers[place] = numbers[place - 1]
                place -= 1
            }
            numbers[place] = number
        }
    }

    @inline(__always)
    private static func order(_ left: inout Double, _ right: inout Double) {
        let (first, second) = (left, right)
        left = second < first ? second : first
        right = second < first ? first : second
    }

    /// Batcher's odd-even merge sort: 19 comparisons.
    @inline(__always)
    private static func sortEight(_ numbers: UnsafeMutablePointer<Double>) {
        var (a, b, c, d) = (numbers[0], numbers[1], numbers[2], numbers[3])
        var (e, f, g, h) = (numbers[4], numbers[5], numbers[6], numbers[7])
        order(&a, &b)
        order(&c, &d)
        order(&e, &f)
        order(&g, &h)
        order(&a, &c)
        order(&b, &d)
        order(&e, &g)
        order(&f, &h)
        order(&b, &c)
        order(&f, &g)
        order(&a, &e)
        order(&b, &f)
        order(&c, &g)
        order(&d, &h)
        order(&c, &e)
        order(&d, &f)
        order(&b, &c)
        order(&d, &e)
        order(&f, &g)
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (a, b, c, d)
        (numbers[4], numbers[5], numbers[6], numbers[7]) = (e, f, g, h)
    }
}
