import FileStorage
import Glibc
import Mustache
import RunDocument
package import SystemPackage

/// A Mustache template of a file that a deployer writes; the user may bring another one.
package struct ManifestTemplate: Sendable {
    let path: FilePath
    private let template: MustacheTemplate

    /// - Throws: `PromotionError.template`, `StorageError`.
    package init(_ path: FilePath) throws {
        self.path = path
        let bytes = try Files.read(path, limit: 1 << 20)
        guard let source = String(validating: bytes, as: UTF8.self) else {
            throw PromotionError.template(path: path.string, reason: "it is not UTF-8")
        }
        do {
            template = try MustacheTemplate(string: Self.plain + source)
        } catch {
            throw PromotionError.template(path: path.string, reason: "\(error)")
        }
    }

    /// A template that came with the tools: `$MLX_SHARE`, else `share/mlx` below the nearest
    /// directory above the program that has it.
    ///
    /// - Parameter name: as `kubernetes/deployment.yaml.mustache`.
    package init(installed name: String, environment: [String: String]) throws {
        if let share = environment["MLX_SHARE"], !share.isEmpty {
            try self.init(FilePath(share).appending(name))
            return
        }
        var directory = ServiceSettings.ownDirectory ?? "/usr/local/bin"
        repeat {
            let candidate = directory.appending("share/mlx").appending(name)
            if Files.exists(candidate) {
                try self.init(candidate)
                return
            }
        } while directory.removeLastComponent()
        throw PromotionError.template(
            path: "share/mlx/\(name)", reason: "it was not installed; $MLX_SHARE says where it is")
    }

    /// Values are escaped for what they stand in, which is not HTML.
    private static let plain = "{{% CONTENT_TYPE:TEXT}}"

    func render(_ values: [String: Any]) -> String { template.render(values) }

    /// Text with `{{name}}` in it, as an image that carries the version.
    static func fill(_ text: String, _ values: [String: String]) throws -> String {
        do {
            return try MustacheTemplate(string: plain + text).render(values)
        } catch {
            throw PromotionError.template(path: text, reason: "\(error)")
        }
    }
}
