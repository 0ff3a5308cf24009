package import Dataset
import Markup
package import Profile
package import RunDocument

/// A profile of a table as one HTML file that needs nothing else: no script, no font, no network.
package struct ProfilePage {
    /// The value of a column at a rank from 0 to 1; nil where it is not known.
    package typealias Quantile = (_ column: String, _ rank: Double) -> Double?

    /// One file of the data.
    package struct Source: Hashable, Sendable {
        package var name: String
        /// As `sha256:…`.
        package var digest: String?

        package init(name: String, digest: String? = nil) {
            self.name = name
            self.digest = digest
        }
    }

    /// What the data is compared with.
    package struct Reference {
        package var name: String
        package var profile: TableProfile
        package var drifts: [ColumnDrift]
        package var quantile: Quantile

        package init(
            name: String,
            profile: TableProfile,
            drifts: [ColumnDrift] = [],
            quantile: @escaping Quantile = { _, _ in nil }
        ) {
            self.name = name
            self.profile = profile
            self.drifts = drifts
            self.quantile = quantile
        }
    }

    /// More columns than these are counted and not drawn.
    package static let columnLimit = 200

    package var title: String
    package var profile: TableProfile
    package var sources: [Source] = []
    /// By the column's name; a column without one is a feature.
    package var roles: [String: Role] = [:]
    package var checks: [Check] = []
    package var reference: Reference?
    /// Asked only for columns whose numbers are not all kept in the profile.
    package var quantile: Quantile = { _, _ in nil }

    package init(title: String, profile: TableProfile) {
        self.title = title
        self.profile = profile
    }

    /// The page; the same profile makes the same bytes.
    package var html: String {
        PageFrame(title: title.printable(), sheet: ProfileStyle.sheet).html(writeBody)
    }

    private func writeBody(_ page: inout MarkupWriter) {
        page.newline()
        PageHeader(page: self).write(to: &page)
        ColumnTable(page: self).write(to: &page)
        if !checks.isEmpty { CheckList(checks: checks).write(to: &page) }
        page.element("footer") { page in
            page.element("p", "Written by mlx-validate. This file needs no network.")
        }
        page.newline()
    }
}
