import FileStorage
import RunDocument
import SystemPackage
import TestSupport
import Testing

/// Signed checkpoints from the command line.
@Suite struct CheckpointCommandTests {
    private static let preparation = """
        for k in ci other; do
            openssl ecparam -name prime256v1 -genkey -noout -out $k.pem
            openssl ec -in $k.pem -pubout -out $k.pub 2>/dev/null
        done
        printf 'apiVersion: mlx/v1\\nkind: Pipeline\\nmodel: penguins\\n' >mlx.yaml
        printf 'registry: {sign: {key: ci.pem}, policy: {trust: [ci.pub]}}\\n' >>mlx.yaml
        mkdir m; echo 'flavors: {}' >m/MLmodel
        mlx-register --quiet --no-input --model-directory m --out run.json
        mlx-register audit penguins --sign-checkpoint note >/dev/null
        log=registry/testing/penguins/.mlx/audit.jsonl
        check() { mlx-register audit penguins --since-signed note "$@" >/dev/null; echo $?; }

        """

    private func run(_ script: String) async throws -> ToolResult {
        var result: ToolResult?
        try await withScratchDirectory { directory in
            result = try await Tool.shell(
                Self.preparation + script, using: ["dash"], directory: directory)
        }
        return try #require(result)
    }

    @Test func `a log that grew is an extension, one that was cut or rewritten is not`()
        async throws
    {
        let result = try await run(
            """
            check
            mlx-register alias --quiet penguins@1 champion
            check; check --key ci.pub
            cp $log whole; sed -i '$d' $log; check
            sed 1s/mlx-register/mlx-registry/ whole >$log; check
            head -c 100 whole >$log; check
            cp whole $log; check
            """)
        #expect(result.output == "0\n0\n0\n0\n1\n1\n0\n", "\(result.errors)")
        #expect(result.errors.contains("audit.jsonl' is not the log of the checkpoint: "))
    }

    @Test func `a checkpoint that was changed or that somebody else signed is refused`()
        async throws
    {
        let result = try await run(
            """
            check --key other.pub
            sed -i 's/^bytes/bytes 1/' note; check
            mlx-register audit penguins --sign-checkpoint note --sign-key other.pem >/dev/null
            check; check --key other.pub
            sed -i 2s/.*/9/ note; check --key other.pub
            mlx-register audit penguins --checkpoint >note; check
            """)
        #expect(result.output == "77\n65\n77\n0\n77\n65\n", "\(result.errors)")
        #expect(result.errors.contains("refusing the checkpoint 'note': "), "\(result.errors)")
    }

    @Test func `a log that is not intact is not signed for`() async throws {
        let result = try await run(
            """
            rm note; mlx-register alias --quiet penguins@1 champion
            sed -i 1s/mlx-register/mlx-registry/ $log
            mlx-register audit penguins --sign-checkpoint note >/dev/null 2>&1; echo $?; ls note
            """)
        #expect(result.output == "1\n")
    }
}
