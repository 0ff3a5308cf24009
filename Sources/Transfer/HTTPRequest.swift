package import SystemPackage

/// What an HTTP server is asked for.
package struct HTTPRequest {
    package enum Body {
        case none
        case bytes([UInt8])
        /// A file from its beginning, streamed.
        case file(FileDescriptor, size: Int)
        /// Some bytes of a file, streamed.
        case part(FileDescriptor, Range<Int>)
    }

    /// How the server knows who asks; it is never sent to another origin.
    package enum Authorization {
        case none
        /// The value of the header.
        case header(String)
        case signature(AWSSignature)
    }

    package var method: String
    package var url: HTTPAddress
    package var headers: [(name: String, value: String)]
    package var body: Body
    package var authorization = Authorization.none
    /// A longer answer is an error, unless it goes into a sink.
    package var maximumAnswer = 1 << 22
    /// Whether asking twice does what asking once does, so that it may be asked again.
    package var isRepeatable = true
    /// Whether it is called off with the task: not what tidies up after that.
    package var endsWithTask = true

    package init(
        _ method: String,
        _ url: HTTPAddress,
        headers: [(name: String, value: String)] = [],
        body: Body = .none
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// With what libcurl signs a request, by version 4 of Amazon's rules.
package struct AWSSignature: Hashable, Sendable {
    package let accessKey: String
    package let secretKey: String
    /// Of keys that end after a while.
    package let sessionToken: String?
    package let region: String

    package init(
        accessKey: String, secretKey: String, sessionToken: String? = nil, region: String
    ) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.region = region
    }
}

/// The status and the headers of an answer.
package struct HTTPHead: Sendable {
    package let status: Int
    package let headers: [(name: String, value: String)]

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? { all(name).first }

    package func all(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// An answer, and which address gave it at last.
package struct HTTPAnswer: Sendable {
    package let head: HTTPHead
    package let body: [UInt8]
    package let url: HTTPAddress

    package var status: Int { head.status }
}

/// Where the body of an answer with a status of 200 to 299 goes, as it comes.
package protocol HTTPSink: AnyObject {
    /// Called once for each answer, before any of its body.
    func begin(_ head: HTTPHead) throws
    func take(_ bytes: UnsafeRawBufferPointer) throws
}
