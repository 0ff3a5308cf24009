import RunDocument

/// The structure of GeoJSON objects (RFC 7946).
enum GeoJSON {
    static func isValid(_ value: JSONValue) -> Bool {
        switch value["type"]?.stringValue {
        case "Feature":
            return isObjectOrNull(value["properties"], where: { _ in true })
                && isObjectOrNull(value["geometry"], where: isGeometry)
        case "FeatureCollection":
            return isList(value["features"]) { $0["type"] == "Feature" && isValid($0) }
        default: return isGeometry(value)
        }
    }

    private static func isGeometry(_ value: JSONValue) -> Bool {
        let coordinates = value["coordinates"]
        return switch value["type"]?.stringValue {
        case "Point": coordinates.map(isPosition) ?? false
        case "MultiPoint": isList(coordinates, of: isPosition)
        case "LineString": coordinates.map(isLine) ?? false
        case "MultiLineString": isList(coordinates, of: isLine)
        case "Polygon": isList(coordinates, of: isRing)
        case "MultiPolygon": isList(coordinates) { isList($0, of: isRing) }
        case "GeometryCollection": isList(value["geometries"], of: isGeometry)
        default: false
        }
    }

    /// The member must be there, be it null.
    private static func isObjectOrNull(
        _ value: JSONValue?,
        where isRight: (JSONValue) -> Bool
    ) -> Bool {
        guard let value else { return false }
        return value == .null || value.objectValue != nil && isRight(value)
    }

    static func isList(_ value: JSONValue?, of isRight: (JSONValue) -> Bool) -> Bool {
        value?.arrayValue?.allSatisfy(isRight) ?? false
    }

    /// Longitude, latitude, and maybe altitude.
    static func isPosition(_ value: JSONValue) -> Bool {
        guard let numbers = value.arrayValue, numbers.count >= 2 else { return false }
        return numbers.allSatisfy { $0.doubleValue != nil }
    }

    private static func isLine(_ value: JSONValue) -> Bool {
        isList(value, of: isPosition) && (value.arrayValue?.count ?? 0) >= 2
    }

    /// A closed line of four positions or more.
    private static func isRing(_ value: JSONValue) -> Bool {
        guard isLine(value), let positions = value.arrayValue else { return false }
        return positions.count >= 4
            && positions.first?.withoutNumberForms == positions.last?.withoutNumberForms
    }
}

/// The structure of TopoJSON objects (specification 1.0).
enum TopoJSON {
    static func isValid(_ value: JSONValue) -> Bool {
        guard value["type"] == "Topology" else { return isGeometry(value) }
        return GeoJSON.isList(value["arcs"]) { GeoJSON.isList($0, of: GeoJSON.isPosition) }
            && value["objects"]?.objectValue?.values.allSatisfy(isGeometry) ?? false
    }

    private static func isGeometry(_ value: JSONValue) -> Bool {
        let arcs = value["arcs"]
        return switch value["type"] {
        case .null: value.objectValue != nil
        case "Point": value["coordinates"].map(GeoJSON.isPosition) ?? false
        case "MultiPoint": GeoJSON.isList(value["coordinates"], of: GeoJSON.isPosition)
        case "LineString": arcs.map(isPath) ?? false
        case "MultiLineString", "Polygon": GeoJSON.isList(arcs, of: isPath)
        case "MultiPolygon": GeoJSON.isList(arcs) { GeoJSON.isList($0, of: isPath) }
        case "GeometryCollection": GeoJSON.isList(value["geometries"], of: isGeometry)
        default: false
        }
    }

    /// Indices of arcs; a negative one stands for an arc in reverse.
    private static func isPath(_ value: JSONValue) -> Bool {
        GeoJSON.isList(value) { $0.integerValue != nil }
    }
}
