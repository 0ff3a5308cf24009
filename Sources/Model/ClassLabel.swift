/// The label of a class whose column is numeric or boolean.
package enum ClassLabel {
    /// `3` for 3.0, so that a label reads as it stands in the data.
    package static func text(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
