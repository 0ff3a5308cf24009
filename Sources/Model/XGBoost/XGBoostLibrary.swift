import Glibc

/// XGBoost's C API, loaded at run time: the tools start without it and work with any version.
///
/// The signatures are those of XGBoost's `c_api.h`.
package final class XGBoostLibrary: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>
    typealias Shape = UnsafeMutablePointer<UnsafePointer<UInt64>?>
    typealias Result = UnsafeMutablePointer<UnsafePointer<Float>?>

    let getLastError: @convention(c) () -> Text?
    let createMatrixFromDense: @convention(c) (Text, Text, UnsafeMutablePointer<Handle?>) -> Int32
    let freeMatrix: @convention(c) (Handle) -> Int32
    let setFloatInfo: @convention(c) (Handle, Text, UnsafePointer<Float>, UInt64) -> Int32
    let setFeatureInfo: @convention(c) (Handle, Text, UnsafeMutablePointer<Text?>?, UInt64) -> Int32
    let createBooster:
        @convention(c) (UnsafePointer<Handle?>?, UInt64, UnsafeMutablePointer<Handle?>) -> Int32
    let freeBooster: @convention(c) (Handle) -> Int32
    let setParameter: @convention(c) (Handle, Text, Text) -> Int32
    let setAttribute: @convention(c) (Handle, Text, Text?) -> Int32
    let update: @convention(c) (Handle, Int32, Handle) -> Int32
    let boostedRounds: @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
    let predictFromMatrix:
        @convention(c) (Handle, Handle, Text, Shape, UnsafeMutablePointer<UInt64>, Result) -> Int32
    let predictFromDense:
        @convention(c) (Handle, Text, Text, Handle?, Shape, UnsafeMutablePointer<UInt64>, Result) ->
            Int32
    let saveModel: @convention(c) (Handle, Text) -> Int32
    let loadModel: @convention(c) (Handle, Text) -> Int32

    /// `1.7.4`.
    package let version: String
    /// The name under which the library was found.
    package let path: String

    /// Loads the library once for the process.
    package static func shared() throws(ModelError) -> XGBoostLibrary { try loaded.get() }

    private static let loaded: Swift.Result<XGBoostLibrary, ModelError> = load()

    private static func load() -> Swift.Result<XGBoostLibrary, ModelError> {
        // OpenMP's threads spin while they wait and take the cores from everything else, unless
        // told otherwise before libgomp is loaded.
        setenv("OMP_WAIT_POLICY", "passive", 0)
        let candidates = Self.candidates
        for path in candidates {
            guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { continue }
            return Swift.Result { () throws(ModelError) in
                try XGBoostLibrary(handle, path: path)
            }
        }
        return .failure(.libraryMissing(tried: candidates))
    }

    /// Leads to the library.
    static let variable = "MLX_XGBOOST"

    /// Where the library is looked for.
    static var candidates: [String] {
        LibrarySearch.candidates(
            variable: variable, folder: "xgboost/lib", prefix: "libxgboost.so",
            system: ["libxgboost.so.0", "libxgboost.so"])
    }

    private init(_ library: UnsafeMutableRawPointer, path: String) throws(ModelError) {
        func function<Function>(_ name: String) throws(ModelError) -> Function {
            guard let symbol = dlsym(library, name) else {
                throw .libraryFailed(operation: "be loaded", message: "'\(path)' has no \(name)")
            }
            return unsafeBitCast(symbol, to: Function.self)
        }
        self.path = path
        getLastError = try function("XGBGetLastError")
        createMatrixFromDense = try function("XGDMatrixCreateFromDense")
        freeMatrix = try function("XGDMatrixFree")
        setFloatInfo = try function("XGDMatrixSetFloatInfo")
        setFeatureInfo = try function("XGDMatrixSetStrFeatureInfo")
        createBooster = try function("XGBoosterCreate")
        freeBooster = try function("XGBoosterFree")
        setParameter = try function("XGBoosterSetParam")
        setAttribute = try function("XGBoosterSetAttr")
        update = try function("XGBoosterUpdateOneIter")
        boostedRounds = try function("XGBoosterBoostedRounds")
        predictFromDense = try function("XGBoosterPredictFromDense")
        predictFromMatrix = try function("XGBoosterPredictFromDMatrix")
        saveModel = try function("XGBoosterSaveModel")
        loadModel = try function("XGBoosterLoadModel")
        let getVersion:
            @convention(c) (
                UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>,
                UnsafeMutablePointer<Int32>
            ) -> Void = try function("XGBoostVersion")
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        getVersion(&major, &minor, &patch)
        version = "\(major).\(minor).\(patch)"
    }

    func check(_ code: Int32, _ operation: String) throws(ModelError) {
        guard code != 0 else { return }
        let message = getLastError().map { String(cString: $0) } ?? "unknown error"
        // The text goes on with a stack trace.
        let line = message.split(separator: "\n").first.map(String.init) ?? message
        throw .libraryFailed(operation: operation, message: line)
    }
}

/// Versions of the form `1.7.4`, compared by their numbers.
enum LibraryVersion {
    static func isNewer(_ version: String, than other: String) -> Bool {
        numbers(other).lexicographicallyPrecedes(numbers(version))
    }

    private static func numbers(_ version: String) -> [Int] {
        version.split(separator: ".").map { Int($0) ?? 0 }
    }
}
