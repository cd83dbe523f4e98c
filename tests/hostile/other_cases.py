# SPDX-License-Identifier: Apache-2.0
"""What is no file, and files of the other readers: areas as GeoJSON, definitions as YAML."""
import json
import os

from case import FAILED, case, written

AREAS = ["areas", "--data", "DATA", "FILE"]
CHECK = ["pack", "check", "FILE"]
MAP = ["import", "--data", "DATA", "visit", "表.csv", "--map", "FILE"]
MIB = 1 << 20
NOT_A_FILE = "这不是一个文件"


def refused(name, why, line, make, command=None):
    lines = line if isinstance(line, list) else [line]
    case(lines, code=FAILED, rows=[], name=name, why=why, command=command)(make)


def fifo(name):
    def make(folder):
        os.mkfifo(folder / name)
        return name
    return make


def folder_named(name):
    def make(folder):
        (folder / name).mkdir()
        return name
    return make


for label, make, shown in (("fifo", fifo("表.csv"), "表.csv"),
                           ("folder", folder_named("表.xlsx"), "表.xlsx"),
                           ("device", lambda folder: "/dev/zero", "zero"),
                           ("terminal", lambda folder: "/dev/null", "null"),
                           ("endless_link", lambda folder: os.symlink("a", folder / "a") or "a",
                            "a")):
    line = f"{shown}：{'找不到文件' if label == 'endless_link' else NOT_A_FILE}"
    refused(label, "no file at all", line, make)
    refused(label + "_of_areas", "no file at all", line, make, AREAS)
for label, make in (("fifo", fifo("m.yaml")), ("device", lambda folder: "/dev/zero")):
    refused(label + "_of_map", "no file at all", f"…：{NOT_A_FILE}",
            lambda folder, make=make: written(folder, "表.csv", "走访日期\n") and make(folder), MAP)
refused("folder_of_device", "a pack with a device for a file", "…：文件夹里没有定义文件（pack.yaml 等）",
        lambda folder: os.symlink("/dev/zero", folder / "pack.yaml") or ".", CHECK)


def geojson(name, why, line, content):
    refused(name, why, line,
            lambda folder: written(folder, "区.geojson", content() if callable(content) else content),
            AREAS)


def feature(coordinates, kind="Polygon"):
    return json.dumps({"type": "FeatureCollection", "features": [{
        "type": "Feature", "properties": {"代码": "13", "名称": "新社区", "级别": "社区", "上级代码": "1"},
        "geometry": {"type": kind, "coordinates": coordinates}}]}, ensure_ascii=False)


RING = [[120, 30], [120.01, 30], [120.01, 30.01], [120, 30]]
TOO_MANY = "…点太多：一个区域不超过 100000 个，一个文件不超过 2000000 个"
WRONG = "区域文件有误，什么也没有写："
geojson("geojson_nested", "brackets in brackets", "区.geojson 第 1 行：括号嵌套太深。应为：不超过 32 层",
        lambda: '{"type":"FeatureCollection","features":' + "[" * MIB)
geojson("geojson_vertices", "ten million vertices", "区.geojson：文件太大，GeoJSON 不超过 16 MiB，请按社区分成几个文件",
        lambda: feature([RING]).replace("[120, 30]", ",".join(["[120.1,30.1]"] * 10_000_000), 1))
geojson("geojson_one_area", "too many vertices in one area", TOO_MANY,
        lambda: feature([RING]).replace("[120, 30]", ",".join(["[120.1,30.1]"] * 450_000), 1))
geojson("geojson_numbers", "a file of nothing but small numbers",
        "区.geojson：内容太多，请按社区分成几个文件，去掉用不着的属性",
        lambda: '{"type":"FeatureCollection","features":[' + "1," * (7 * MIB) + "1]}")
geojson("geojson_empties", "a file of nothing but empty lists",
        "区.geojson：内容太多，请按社区分成几个文件，去掉用不着的属性",
        lambda: '{"type":"FeatureCollection","features":[' + "[]," * (5 * MIB) + "1]}")
geojson("geojson_nan", "NaN for a coordinate", "区.geojson 第 1 行：这里不是 JSON 的写法。应为：…",
        feature([RING]).replace("120.01", "NaN", 1))
geojson("geojson_infinite", "a number beyond any", [WRONG, "  区.geojson “inf,30”：第 1 个要素：…"],
        feature([RING]).replace("120.01", "1e999", 1))
geojson("geojson_out_of_range", "a place that is nowhere", [WRONG, "  区.geojson…：第 1 个要素：…"],
        feature([[[220, 30], [221, 30], [221, 31], [220, 30]]]))
geojson("geojson_line", "a line is no area", [WRONG, "  区.geojson…：第 1 个要素：几何图形不是面。应为：…"],
        feature(RING, "LineString"))
geojson("geojson_cut", "half a file", "区.geojson 第 1 行：文件不完整，在中间断了。应为：重新导出或重新传送",
        feature([RING])[:-40])
geojson("geojson_gb18030", "another encoding", "区.geojson：文件不是 UTF-8 编码。应为：导出时编码选 UTF-8",
        feature([RING]).encode("gb18030"))

WIDE = "代码,名称,级别,上级代码,边界\n"
refused("areas_of_large_cells", "a table of areas that fills memory",
        "区域太多，不超过 100000 个、共 16 MiB，请按社区分成几个文件",
        lambda folder: written(folder, "区.csv", WIDE + "".join(
            f"{i},社区{i},社区,1,{'x' * 1_000_000}\n" for i in range(100))), AREAS)
refused("areas_of_large_mistakes", "mistakes of a mebibyte each", [WRONG, *["  区.csv 第 …"] * 6],
        lambda folder: written(folder, "区.csv", WIDE + "".join(
            f"2{i},社区{i},{'级' * 100_000},1,\n" for i in range(6))), AREAS)

PACK = "pack: p\ntitle: {zh: 包, en: P}\nversion: 1\nchapters: {c: {zh: 章, en: C}}\n"


def pack(name, why, line, content):
    def make(folder):
        (folder / "pack").mkdir()
        written(folder / "pack", "pack.yaml", PACK)
        written(folder / "pack", "x.yaml", content() if callable(content) else content)
        return "pack"
    refused(name, why, ["1 处有误：", "  x.yaml " + line] if isinstance(line, str) else line, make,
            CHECK)


KIB_256 = 1 << 18
pack("yaml_aliases", "a bomb of aliases", "第 1 行：不支持 YAML 锚（&）。应为：把内容直接写出来",
     "a: &a [x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n"
                                for i in range(20)))
pack("yaml_deep", "brackets in brackets", "第 1 行：嵌套太深。应为：不超过 32 层",
     lambda: "a: " + "[" * (KIB_256 - 10))
pack("yaml_wide", "a list of everything", "第 1 行：看不出这一段定义的是什么。应为：…",
     lambda: "a: [" + "b," * (KIB_256 // 2 - 10) + "]")
pack("yaml_keys", "as many keys as fit", "第 1 行：看不出这一段定义的是什么。应为：…",
     lambda: "".join(f"{i:x}:\n" for i in range(37_000)))
pack("yaml_documents", "as many definitions as fit", ["200 处有误…", "..."],
     lambda: "a:\n---\n" * (KIB_256 // 8))
pack("yaml_huge", "100 MB of YAML", ["定义文件太多，不超过 2000 个、共 16 MiB"], lambda: "#" * (100 * MIB))
pack("yaml_large", "one MB of YAML", ["1 处有误：", "  x.yaml：文件太大。应为：不超过 262144 字节"],
     lambda: "#" * MIB)
pack("yaml_comma", "what its parser cannot pass", "第 1 行：YAML 写法有误（多余的逗号或括号）。应为：键: 值",
     ", a")
pack("yaml_end", "a sign that its parser takes for the end", "第 2 行：此处有控制字符。应为：删去看不见的字符",
     "a: 1\nb: \4\n")
