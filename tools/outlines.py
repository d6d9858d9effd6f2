"""Draws public/outlines.json: approximate outlines of every 시도 and 시군구, our own layer under the markers.

A district is what lies nearer to its towns than to those of any other district (Voronoi cells of
src/import/demo/towns.txt and of the centres in src/domain/regions.tsv), cut off at the coast and the border. No official
boundary goes into it: the file says `approximate` and is for orientation only.

Coast and border: Natural Earth 1:10m (public domain), as npm's world-atlas packs it. By hand, outside of the build:

    npm install --no-save world-atlas@2.0.2
    pip install shapely==2.2.0
    python3 tools/outlines.py node_modules/world-atlas/countries-10m.json
"""

import json
import sys
from pathlib import Path

import shapely
from shapely import MultiPoint, Point, Polygon
from shapely.affinity import scale
from shapely.ops import unary_union

ROOT = Path(__file__).resolve().parent.parent
# Degrees of longitude are this much shorter than those of latitude; all is drawn in degrees of latitude.
SQUEEZE = 0.804
KILOMETRE = 1 / 111.2
# How far an outline may stray from the cell, and the smallest island that is drawn (km²).
STRAY = 0.25 * KILOMETRE
ISLAND = 0.8 * KILOMETRE**2
# Drawn though it is smaller: 독도, of 울릉군.
DOKDO = (131.8664 * SQUEEZE, 37.2412)


def land(path):
    """South Korea of a TopoJSON file, squeezed."""
    topology = json.loads(Path(path).read_text())
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(((x * sx + tx) * SQUEEZE, y * sy + ty))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    countries = topology["objects"]["countries"]["geometries"]
    (korea,) = [country for country in countries if country["properties"]["name"] == "South Korea"]
    polygons = korea["arcs"] if korea["type"] == "MultiPolygon" else [korea["arcs"]]
    return unary_union([Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:]]).buffer(0) for rings in polygons])


def rows(path):
    return [line for line in (ROOT / path).read_text().splitlines() if not line.startswith("#")]


def regions():
    """Code, level, names and centre of every region."""
    for row in rows("src/domain/regions.tsv"):
        code, level, name_ko, short_ko, name_en, lat, lon, _ = row.split("\t")
        yield code, level, name_ko, short_ko, name_en, (float(lon) * SQUEEZE, float(lat))


def seeds(districts):
    """Every town and centre with the code of its district."""
    at = {centre: code for code, centre in districts.items()}
    for row in rows("src/import/demo/towns.txt"):
        code, towns = row.split(" ", 1)
        for town in towns.split(","):
            _, lat, lon = town.split(" ")
            at[(float(lon) * SQUEEZE, float(lat))] = code
    at[DOKDO] = "47940"
    return at


def cells(at, ground):
    """The outline of each district. Towns on islands that the coastline leaves out get a small round one."""
    points = list(at)
    lost = [Point(p).buffer(1.1 * KILOMETRE, quad_segs=2) for p in points if ground.distance(Point(p)) > 0.6 * KILOMETRE]
    ground = unary_union([ground, *lost, Point(DOKDO).buffer(0.5 * KILOMETRE, quad_segs=2)])
    voronoi = shapely.voronoi_polygons(MultiPoint(points), extend_to=ground.envelope.buffer(1), ordered=True).geoms
    parts = {}
    for point, cell in zip(points, voronoi):
        parts.setdefault(at[point], []).append(cell)
    codes = sorted(parts)
    # Straight where two districts meet, and still meeting after it: simplified together, then cut at the coast.
    whole = shapely.coverage_simplify([unary_union(parts[code]) for code in codes], tolerance=0.8 * KILOMETRE)
    ground = ground.simplify(STRAY)
    cut = [district.intersection(ground) for district in whole]
    return dict(zip(codes, cut))


def without_specks(shape):
    polygons = sorted(getattr(shape, "geoms", [shape]), key=lambda p: -p.area)
    polygons = [p for p in polygons if p.geom_type == "Polygon"]
    return [p for place, p in enumerate(polygons) if place == 0 or p.area > ISLAND or p.contains(Point(DOKDO))]


def bbox(drawn):
    """West, south, east, north of a MultiPolygon, so that a map can leave out what is not in view."""
    points = [point for polygon in drawn["coordinates"] for ring in polygon for point in ring]
    return [min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)]


def geometry(shape):
    def ring(points):
        rounded = [[round(x / SQUEEZE, 3), round(y, 3)] for x, y in points]
        return [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]

    # Holes: 광주 in 전남; the smaller ones are slips of the joining.
    holes = lambda p: [ring(hole.coords) for hole in p.interiors if Polygon(hole).area > 9 * ISLAND]
    polygons = [[ring(p.exterior.coords), *holes(p)] for p in without_specks(shape)]
    polygons = [p for p in polygons if len(p[0]) >= 4]
    return {"type": "MultiPolygon", "coordinates": polygons}


def main():
    table = list(regions())
    districts = {code: centre for code, level, _, _, _, centre in table if level == "sigungu"}
    shapes = cells(seeds(districts), land(sys.argv[1]))
    features = []
    for code, level, name_ko, short_ko, name_en, (x, y) in table:
        if level == "city":
            continue
        # Joined, a 시도 has no seams: the cells overlap by a hair before they are.
        inside = [shapes[c].buffer(1e-6) for c in districts if c[:2] == code]
        shape = shapes[code] if level == "sigungu" else unary_union(inside).simplify(STRAY)
        properties = {"code": int(code), "level": level, "name_ko": name_ko, "short_ko": short_ko, "name_en": name_en}
        properties["label"] = [round(x / SQUEEZE, 3), round(y, 3)]
        drawn = geometry(shape)
        features.append({"type": "Feature", "bbox": bbox(drawn), "properties": properties, "geometry": drawn})
    collection = {
        "type": "FeatureCollection",
        "approximate": True,
        "attribution": "Natural Earth",
        "features": features,
    }
    target = ROOT / "public" / "outlines.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{target}: {len(features)} outlines, {target.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
