import FileStorage
import Registry
import RunDocument
import SystemPackage
import TestSupport
import Testing

@Suite struct LayoutTests {
    @Test func `skopeo copies a version and its digest stays`() async throws {
        try await withScratchDirectory { scratch in
            let version = try FakeModel(in: scratch).register(in: scratch).version
            let result = try await Tool.shell(
                """
                skopeo copy -q oci:testing/penguins:1 oci:elsewhere:1 >&2
                skopeo inspect --raw oci:elsewhere:1 | sha256sum
                """,
                directory: scratch
            )
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.hasPrefix(version.manifestDigest.hex))
        }
    }

    @Test func `a layer is a file, named and typed by the specification`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            let version = try model.register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            let manifest = try JSONValue.read(
                store.path.appending("blobs/sha256/\(version.manifestDigest.hex)")
            )
            #expect(
                manifest["artifactType"]?.stringValue
                    == "application/vnd.cncf.model.manifest.v1+json"
            )
            let layers = manifest["layers"]?.arrayValue ?? []
            let paths = layers.map { $0["annotations"]?["org.cncf.model.filepath"]?.stringValue }
            #expect(paths == ["MLmodel", "docs/README.md", "model.ubj"])
            #expect(
                layers.map { $0["mediaType"]?.stringValue } == [
                    "application/vnd.cncf.model.weight.config.v1.raw",
                    "application/vnd.cncf.model.doc.v1.raw",
                    "application/vnd.cncf.model.weight.v1.raw",
                ]
            )
            let file = try Digest.ofFile(model.directory.appending("model.ubj")).0
            #expect(layers[2]["digest"]?.stringValue == file.description)
        }
    }

    @Test func `the same run gives the same bytes in another place`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            let stores = ["one", "two"].map { scratch.appending($0) }
            for root in stores {
                let store = ModelStore(root: root, model: try ModelName("penguins"))
                _ = try store.register(model.request, .test)
            }
            #expect(
                try TreeDigest.files(in: stores[0]) == TreeDigest.files(in: stores[1])
            )
        }
    }

    @Test func `blobs can only be read`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let result = try await Tool.shell(
                "find testing/penguins/blobs -type f ! -perm 0444; find testing -name tmp -not -empty",
                directory: scratch
            )
            #expect(result.output == "")
        }
    }

    @Test func `the run is a referrer of the model, in the index without a tag`() async throws {
        try await withScratchDirectory { scratch in
            let model = try FakeModel(in: scratch)
            let version = try model.register(in: scratch).version
            let store = try ModelStore.testing(scratch)
            let entries = try JSONValue.read(store.index)["manifests"]?.arrayValue ?? []
            let untagged = entries.filter {
                $0["annotations"]?["org.opencontainers.image.ref.name"] == nil
            }
            #expect(
                untagged.map { $0["artifactType"]?.stringValue } == [
                    "application/vnd.mlx.run.v1+json", "application/vnd.in-toto+json",
                ]
            )
            let digest = try #require(untagged.first?["digest"]?.stringValue)
            let referrer = try JSONValue.read(
                store.path.appending("blobs/sha256/\(digest.dropFirst(7))")
            )
            #expect(
                referrer["subject"]?["digest"]?.stringValue == version.manifestDigest.description
            )
            #expect(try store.run(of: version) == model.run)
        }
    }

    @Test func `members that are not known survive a commit`() async throws {
        try await withScratchDirectory { scratch in
            try FakeModel(in: scratch).register(in: scratch)
            let store = try ModelStore.testing(scratch)
            var index = try #require(try JSONValue.read(store.index).objectValue)
            index["vendor"] = "kept"
            try Files.replace(store.index, with: JSONValue.object(index).canonicalBytes())
            try FakeModel(in: scratch, weight: "two").register(in: scratch)
            #expect(try JSONValue.read(store.index)["vendor"] == "kept")
            #expect(try store.versions().map(\.number) == [1, 2])
        }
    }

    @Test(
        arguments: [
            "{", "[]", #"{"schemaVersion":2,"manifests":[{"digest":"sha256:12"}]}"#,
            #"{"schemaVersion":2,"manifests":[{"mediaType":"a","digest":"sha512:12","size":2}]}"#,
            #"{"schemaVersion":2,"schemaVersion":2,"manifests":[]}"#,
        ]
    )
    func `an index that is none is refused`(text: String) async throws {
        try await withScratchDirectory { scratch in
            let store = try ModelStore.testing(scratch)
            try Files.makeDirectory(store.path)
            try Files.replace(store.index, with: text.utf8)
            #expect { _ = try store.versions() } throws: { error in
                (error as? RegistryError)?.exitStatus == .dataFormat
            }
        }
    }
}
