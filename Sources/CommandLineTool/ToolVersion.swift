/// The version of all tools; they are released together.
package enum ToolVersion {
    package static let current = "0.1.0"
}
