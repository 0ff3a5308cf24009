package import CommandLineTool
package import Registry

extension Policy {
    /// The project's, with its keys.
    package init(_ policy: Project.Policy, environment: [String: String]) throws {
        try self.init(
            requirements: policy.requirements?.compactMap { Requirement(rawValue: $0.rawValue) },
            trust: policy.trust,
            approvers: policy.approvers,
            environment: environment
        )
    }
}
