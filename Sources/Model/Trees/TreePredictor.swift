package import Dataset

/// Scores the trees of an XGBoost model without libxgboost.
package struct TreePredictor: Predictor {
    /// Rows that go through all trees before the next ones: their features stay in the first cache.
    private static let blockSize = 64
    /// Rows that a thread takes at a time.
    private static let shareSize = 4096

    package let metadata: ModelMetadata
    private let ensemble: TreeEnsemble
    private let threads: Int

    /// Reads a model; nil if only libxgboost can score it.
    ///
    /// - Throws: `ModelError`, `StorageError`.
    package init?(_ directory: ModelDirectory, threads: Int) throws {
        metadata = directory.metadata
        self.threads = threads
        // Later versions may mean something else by the same words.
        guard !LibraryVersion.isNewer(metadata.libraryVersion, than: "3.999") else { return nil }
        let file = try BoosterFile(directory.dataFile)
        guard file.featureCount == metadata.inputs.count else {
            throw file.damaged(
                "it takes \(file.featureCount) features, and its description has \(metadata.inputs.count)"
            )
        }
        let rounds = metadata.usesBestRound ? try file.roundsToBest() : nil
        guard let ensemble = try TreeEnsembleBuilder.build(file, rounds: rounds) else { return nil }
        let outputs = metadata.task == .binary ? 2 : max(1, metadata.labels.count)
        guard max(ensemble.groupCount, metadata.task == .binary ? 2 : 1) == outputs else {
            throw file.damaged("it gives \(ensemble.groupCount) scores where \(outputs) belong")
        }
        self.ensemble = ensemble
    }

    package func predict(_ table: Table) throws -> Predictions {
        let columns = try FeatureColumns(table, features: metadata.inputs)
        let isBinary = metadata.task == .binary
        let width = isBinary ? 2 : ensemble.groupCount
        let scores = try RowBlocks.fill(
            rowCount: table.rowCount, width: width, blockSize: Self.shareSize, threads: threads
        ) { rows, scores in
            let values = UnsafeMutableBufferPointer<Float>.allocate(
                capacity: Self.blockSize * ensemble.featureCount)
            defer { values.deallocate() }
            let sums = UnsafeMutableBufferPointer<Float>.allocate(
                capacity: Self.blockSize * ensemble.groupCount)
            defer { sums.deallocate() }
            var place = 0
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.blockSize) {
                let block = start..<min(start + Self.blockSize, rows.upperBound)
                try columns.encode(block, into: values)
                ensemble.score(UnsafeBufferPointer(values), rowCount: block.count, into: sums)
                for row in block.indices {
                    let groups = ensemble.groupCount
                    let offset = (row - block.lowerBound) * groups
                    let sum = sums.extracting(offset..<offset + groups)
                    ensemble.transformation.apply(to: sum)
                    if isBinary {
                        scores[place] = 1 - Double(sum[0])
                        scores[place + 1] = Double(sum[0])
                    } else {
                        for group in 0..<groups { scores[place + group] = Double(sum[group]) }
                    }
                    place += width
                }
            }
        }
        return Predictions(rowCount: table.rowCount, labels: metadata.labels, scores: scores)
    }
}
