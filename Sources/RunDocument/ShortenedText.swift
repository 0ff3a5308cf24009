extension String {
    /// The text itself, or its beginning and `…` where it has more bytes than `limit`.
    ///
    /// Names and words from elsewhere can be as long as they like.
    package func shortened(to limit: Int = 200) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(utf8.startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { utf8.formIndex(before: &end) }
        return self[..<end] + "…"
    }
}
