import RunDocument

/// A stage that looked at nothing must not look like one that found nothing.
struct NoCheckRan: Failure {
    var exitStatus: ExitStatus { .configuration }
    var description: String { "no check ran, so nothing was tested" }
    var hint: String? { "declare some, or say --allow-empty" }
}
