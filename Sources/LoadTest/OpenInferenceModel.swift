import RunDocument

/// A model as a service of the Open Inference Protocol describes it.
package struct OpenInferenceModel: Hashable, Sendable {
    package struct Input: Hashable, Sendable {
        package let name: String
        package let datatype: String
        /// -1 where a size varies.
        package let shape: [Int]
        /// Whether the service says that a value must be given.
        package let isRequired: Bool
    }

    package let name: String
    package let inputs: [Input]
    /// Where predictions are asked for.
    package let inferURL: ServiceURL

    /// Asks a service for the description of a model.
    ///
    /// - Parameters:
    ///   - url: the address of the service, or of the model in it, with `/infer` or without.
    ///   - model: the model's name, where the URL does not say it.
    /// - Throws: `LoadTestError`.
    package static func fetch(
        _ url: ServiceURL, model: String?, version: String? = nil, timeout: Duration = .seconds(10)
    ) throws(LoadTestError) -> OpenInferenceModel {
        let place = try place(url, model: model, version: version)
        let request = RequestMessages(getting: place)
        let (_, answer) = try ServiceAddress.find(place, sending: request.first, timeout: timeout)
        try answer.requireSuccess(place)
        guard let json = try? JSONValue(parsing: answer.body) else {
            throw .notADescription(url: place.text, reason: "it is not JSON")
        }
        return try OpenInferenceModel(json, place)
    }

    /// Whether an address may be that of a service, or of a model in it, and is no other page.
    package static func isPlace(_ url: ServiceURL) -> Bool {
        url.path == "/" || url.path == "/v2" || url.path.hasPrefix("/v2/")
            || url.path.contains("/v2/models/")
    }

    /// The URL of the model's description.
    private static func place(
        _ url: ServiceURL, model: String?, version: String?
    ) throws(LoadTestError) -> ServiceURL {
        var path = url.path.prefix { $0 != "?" }
        while path.hasSuffix("/") { path.removeLast() }
        if path.hasSuffix("/infer") { path.removeLast(6) }
        if path.contains("/v2/models/") {
            let suffix = version.map { "/versions/\($0.percentEncoded)" } ?? ""
            return url.at(String(path) + (path.contains("/versions/") ? "" : suffix))
        }
        guard let model else { throw .modelNotNamed(url: url.text) }
        if path.hasSuffix("/v2") { path.removeLast(3) }
        let suffix = version.map { "/versions/\($0.percentEncoded)" } ?? ""
        return url.at("\(path)/v2/models/\(model.percentEncoded)\(suffix)")
    }

    private init(_ json: JSONValue, _ place: ServiceURL) throws(LoadTestError) {
        func wrong(_ reason: String) -> LoadTestError {
            .notADescription(url: place.text, reason: reason)
        }
        guard let name = json["name"]?.stringValue else { throw wrong("it has no 'name'") }
        guard let inputs = json["inputs"]?.arrayValue, !inputs.isEmpty else {
            throw wrong("it has no 'inputs'")
        }
        self.name = name
        var known: [Input] = []
        for input in inputs {
            guard let name = input["name"]?.stringValue,
                let datatype = input["datatype"]?.stringValue,
                let shape = input["shape"]?.arrayValue?.compactMap(\.integerValue)
            else { throw wrong("an input has no 'name', 'datatype' or 'shape'") }
            let isRequired = input["parameters"]?["required"]?.booleanValue ?? false
            known.append(
                Input(name: name, datatype: datatype, shape: shape, isRequired: isRequired))
        }
        self.inputs = known
        inferURL = place.at(place.path + "/infer")
    }
}

extension String {
    /// The text as one part of a URL's path.
    fileprivate var percentEncoded: String {
        utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}
