import Dataset
import Profile
import Testing

@Suite struct TextMomentTests {
    private func moment(_ text: String, _ type: FieldType) throws -> Int64? {
        let field = TableField(name: "a", type: type)
        let parser = try CellParser(field, of: TableSchema(fields: [field]))
        let value = Array(text.utf8).withUnsafeBufferPointer { parser.value($0) }
        guard case .moment(let moment) = value else { return nil }
        return moment
    }

    @Test(arguments: [
        "1970-01-01", "2000-02-29", "1900-02-29", "2023-02-29", "2024-02-29", "0000-01-01",
        "0000-02-29", "9999-12-31", "2013-04-31", "2013-08-31", "2013-11-31", "2013-00-10",
        "2013-13-10", "2013-10-00", "2013-1-010", "2013/10/10", "201a-10-10",
        "2013-01-01T10:00:00Z", "2013-01-01T10:00:00", "2013-01-01T24:00:00",
        "2013-01-01T23:59:60Z", "2013-01-01T23:60:00Z", "2013-01-01 10:00:00",
        "2013-01-01T10:00:00z", "2013-01-01T10:00:00.5Z", "2013-01-01T10:00:00+02:00",
        "0001-03-01T00:00:00Z", "2013-01-01T10:00:0",
    ])
    func agreesWithTheParsersOfTheTypes(text: String) throws {
        let source = DataSource.bytes(Array("a\n\(text)\n".utf8), name: "t.csv")
        let texts = try #require(try ProfileScan.run([source])["a"]?.texts)
        let (date, datetime) = (try moment(text, .date), try moment(text, .datetime))
        #expect(texts.dates == (date == nil ? 0 : 1))
        #expect(texts.datetimes == (datetime == nil ? 0 : 1))
        #expect(texts.earliest == date ?? datetime)
        #expect(texts.latest == date ?? datetime)
    }
}
