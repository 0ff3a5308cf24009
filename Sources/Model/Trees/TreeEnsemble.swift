/// The trees of a model as flat arrays, scored in 32-bit numbers in the order of XGBoost, so that
/// the results are the same bit for bit.
struct TreeEnsemble: Sendable {
    /// A node of a tree; its right child stands behind its left one.
    struct Node: Sendable {
        /// The split value; positive infinity in a leaf.
        var threshold: Float
        /// The feature, with `missingGoesLeft` and `isCategorical` above it.
        var feature: UInt32
        /// The left child; the node itself in a leaf.
        var left: Int32

        static let missingGoesLeft: UInt32 = 1 << 31
        static let isCategorical: UInt32 = 1 << 30
        static let featureMask: UInt32 = 1 << 30 - 1
    }

    struct Tree: Sendable {
        let root: Int32
        /// The edges from the root to the deepest leaf.
        let depth: Int
        /// Whether every row may walk `depth` steps without much waste.
        let isBalanced: Bool
        let hasCategories: Bool
        /// The output that the tree adds to.
        let group: Int
    }

    var nodes: [Node] = []
    /// What a leaf adds; by its node.
    var leafValues: [Float] = []
    var trees: [Tree] = []
    /// The categories of a node that go right: a range of `categoryBits` by the node.
    var categories: [Int32: Range<Int>] = [:]
    var categoryBits: [UInt32] = []
    var groupCount = 1
    var featureCount = 0
    /// The start of each output's sum.
    var baseMargins: [Float] = []
    var transformation = ScoreTransformation.none

    /// Rows that go through a tree together.
    private static let lanes = 8

    /// Adds up the trees for a block of rows.
    ///
    /// - Parameters:
    ///   - values: row by row, NaN where missing.
    ///   - sums: row by row, one for each output.
    func score(
        _ values: UnsafeBufferPointer<Float>, rowCount: Int,
        into sums: UnsafeMutableBufferPointer<Float>
    ) {
        for row in 0..<rowCount {
            for group in 0..<groupCount { sums[row * groupCount + group] = baseMargins[group] }
        }
        guard let rows = values.baseAddress, let sums = sums.baseAddress else { return }
        nodes.withUnsafeBufferPointer { nodes in
            leafValues.withUnsafeBufferPointer { leafValues in
                guard let nodes = nodes.baseAddress, let leaves = leafValues.baseAddress else {
                    return
                }
                for tree in trees {
                    let target = sums + tree.group
                    if tree.isBalanced, !tree.hasCategories {
                        score(tree, nodes, leaves, rows, rowCount, target)
                    } else {
                        scoreOneByOne(tree, nodes, leaves, rows, 0..<rowCount, target)
                    }
                }
            }
        }
    }

    /// Walks several rows through a tree at the same time: one waits for memory while others go on.
    private func score(
        _ tree: Tree, _ nodes: UnsafePointer<Node>, _ leaves: UnsafePointer<Float>,
        _ rows: UnsafePointer<Float>, _ rowCount: Int, _ sums: UnsafeMutablePointer<Float>
    ) {
        let (width, groups) = (featureCount, groupCount)
        var row = 0
        while row + Self.lanes <= rowCount {
            let first = rows + row * width
            var (a, b, c, d) = (tree.root, tree.root, tree.root, tree.root)
            var (e, f, g, h) = (tree.root, tree.root, tree.root, tree.root)
            for _ in 0..<tree.depth {
                a = Self.child(of: a, nodes, first)
                b = Self.child(of: b, nodes, first + width)
                c = Self.child(of: c, nodes, first + 2 * width)
                d = Self.child(of: d, nodes, first + 3 * width)
                e = Self.child(of: e, nodes, first + 4 * width)
                f = Self.child(of: f, nodes, first + 5 * width)
                g = Self.child(of: g, nodes, first + 6 * width)
                h = Self.child(of: h, nodes, first + 7 * width)
            }
            let target = sums + row * groups
            target[0] += leaves[Int(a)]
            target[groups] += leaves[Int(b)]
            target[2 * groups] += leaves[Int(c)]
            target[3 * groups] += leaves[Int(d)]
            target[4 * groups] += leaves[Int(e)]
            target[5 * groups] += leaves[Int(f)]
            target[6 * groups] += leaves[Int(g)]
            target[7 * groups] += leaves[Int(h)]
            row += Self.lanes
        }
        scoreOneByOne(tree, nodes, leaves, rows, row..<rowCount, sums)
    }

    /// The next node on a row's way, without a branch; a leaf's next node is itself.
    @inline(__always)
    private static func child(
        of node: Int32, _ nodes: UnsafePointer<Node>, _ row: UnsafePointer<Float>
    ) -> Int32 {
        let node = nodes[Int(node)]
        let value = row[Int(node.feature & Node.featureMask)]
        let isLess: UInt32 = value < node.threshold ? 1 : 0
        let isMissing: UInt32 = value.isNaN ? 1 : 0
        let goesLeft = isLess | (isMissing & (node.feature >> 31))
        return node.left &+ Int32(bitPattern: 1 &- goesLeft)
    }

    private func scoreOneByOne(
        _ tree: Tree, _ nodes: UnsafePointer<Node>, _ leaves: UnsafePointer<Float>,
        _ rows: UnsafePointer<Float>, _ range: Range<Int>, _ sums: UnsafeMutablePointer<Float>
    ) {
        for row in range {
            let values = rows + row * featureCount
            var node = tree.root
            while true {
                let next: Int32
                if nodes[Int(node)].feature & Node.isCategorical != 0 {
                    next = categoricalChild(of: node, nodes, values)
                } else {
                    next = Self.child(of: node, nodes, values)
                }
                if next == node { break }
                node = next
            }
            sums[row * groupCount] += leaves[Int(node)]
        }
    }

    /// The categories that a node lists go right; unknown ones, negative numbers and those too
    /// large for a category go left.
    private func categoricalChild(
        of index: Int32, _ nodes: UnsafePointer<Node>, _ row: UnsafePointer<Float>
    ) -> Int32 {
        let node = nodes[Int(index)]
        let value = row[Int(node.feature & Node.featureMask)]
        if value.isNaN {
            return node.left + (node.feature & Node.missingGoesLeft != 0 ? 0 : 1)
        }
        guard let range = categories[index], value >= 0, value < 16_777_216 else {
            return node.left
        }
        let category = Int(value)
        guard category / 32 < range.count else { return node.left }
        // The bits of a word count from the highest one.
        let word = categoryBits[range.lowerBound + category / 32]
        return node.left + (word >> (31 - UInt32(category % 32)) & 1 == 1 ? 1 : 0)
    }
}
