# SPDX-License-Identifier: Apache-2.0
"""Values as offices write them: right, or refused with their place; never silently another."""
from case import ROWS_WRONG, added, case, written
from sheets import number, text, workbook

ALL = ["visited_on", "who", "id_number", "phone", "kind", "paid", "people", "inside", "card", "area"]
TITLES = {"visited_on": "走访日期", "who": "姓名", "id_number": "身份证号", "phone": "电话",
          "kind": "类别", "paid": "金额", "people": "人数", "inside": "入户", "card": "卡号",
          "area": "社区", "seen_at": "时间"}


def table(row):
    row = {"visited_on": "2020-01-03", "who": "样本甲", **row}
    lines = [[TITLES[name] for name in row], list(row.values())]
    return "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line)
                     for line in lines) + "\n"


def reads(name, why, field, cell, value, options=()):
    row = {"visited_on": "2020-01-03", "who": "样本甲", "area": "云桥街道", field: value}
    case([added(1)], rows=[row], name=name, why=why, options=options)(
        lambda folder: written(folder, "表.csv", table({field: cell})))


def refuses(name, why, field, cell, message, options=()):
    column = {"visited_on": "A", "who": "B"}.get(field, "C")
    line = f"  表.csv 第 2 行 {column}（{TITLES[field]}） 列 “{cell}”：{message}"
    case(["1 行有误，没有导入：", line, added(0, 1)], code=ROWS_WRONG, rows=[], name=name, why=why,
         options=options)(lambda folder: written(folder, "表.csv", table({field: cell})))


for label, cell in (("dashes", "2020-1-3"), ("characters", "2020年1月3日"), ("dots", "2020.1.3"),
                    ("slashes", "2020/01/03"), ("digits", "20200103"), ("wide", "２０２０－０１－０３"),
                    ("midnight", "2020-01-03 00:00:00"), ("spaces", " 2020-01-03　")):
    reads(f"date_{label}", "a date as people write it", "visited_on", cell, "2020-01-03")
reads("date_day_first", "3/1 where told", "visited_on", "3/1/2020", "2020-01-03",
      ("--date-order", "dmy"))
reads("date_month_first", "3/1 where told otherwise", "visited_on", "3/1/2020", "2020-03-01",
      ("--date-order", "mdy"))
refuses("date_order_untold", "3/1 where nobody told", "visited_on", "3/1/2020",
        "看不出走访日期里哪个是日、哪个是月。应为：导入时写明次序：--date-order dmy（日/月/年）或 mdy（月/日/年）")
for label, cell in (("february", "2020-02-30"), ("short_year", "20-1-3"), ("serial", "43833"),
                    ("words", "去年冬天"), ("year_zero", "0000-01-01")):
    refuses(f"date_{label}", "no date", "visited_on", cell, "走访日期不是日期。应为：…")

for label, cell, value in (("plain", "600", 600), ("yuan", "600.50元", 600.5),
                           ("ten_thousand", "6.13万元", 61300), ("sign", "￥1,200.00", 1200),
                           ("other_sign", "¥1200", 1200), ("wide", "１２００．５", 1200.5),
                           ("grouped", "1,234,567.89", 1234567.89), ("negative", "-3.5", -3.5)):
    reads(f"money_{label}", "an amount as people write it", "paid", cell, value)
for label, cell in (("letters", "6OO"), ("grouped_wrong", "12,34"), ("three_digits", "1.005"),
                    ("two_points", "1.2.3"), ("huge", "9" * 30), ("scientific", "1.2E+3"),
                    ("infinite", "inf"), ("hex", "0x10")):
    refuses(f"money_{label}", "no amount", "paid", cell, "金额不是可用的金额。应为：…")

reads("id_number", "an identity number", "id_number", "110101199003070003", "110101199003070003")
reads("id_number_letter", "its check digit in small", "id_number", "11010119900307002x",
      "11010119900307002X")
refuses("id_number_check", "a wrong check digit", "id_number", "110101199003070004",
        "身份证号不是有效的身份证号码。应为：…")
refuses("id_number_scientific", "as a spreadsheet shows a number", "id_number", "1.10101E+17",
        "身份证号不是有效的身份证号码。应为：…")
refuses("id_number_masked", "taken from a masked list", "id_number", "110***********0003",
        "身份证号是遮盖过的。应为：写全；不改的留空")
reads("phone_wide", "full-width digits", "phone", "１３８００００００００", "13800000000")
reads("phone_landline", "a landline", "phone", "010-12345678", "010-12345678")
refuses("phone_words", "no number at all", "phone", "见备注", "电话不是电话号码。应为：…")
refuses("phone_scientific", "a number shown short", "phone", "1.38E+10", "电话不是电话号码。应为：…")
reads("phone_two", "two numbers, and whose", "phone", "13800000000/010-12345678（女儿）",
      "13800000000/010-12345678(女儿)")
reads("choice_title", "by its title", "kind", "老人", "老人")
reads("choice_synonym", "by another word for it", "kind", "老年人", "老人")
refuses("choice_unknown", "no such choice", "kind", "老头", "类别没有“老头”这一项。应为：老人、青年")
reads("boolean_tick", "a tick", "inside", "√", "是")
refuses("boolean_word", "neither yes nor no", "inside", "大概", "入户只能填是或否。应为：…")
reads("integer_wide", "full-width digits", "people", "１２", 12)
refuses("integer_fraction", "half a person", "people", "1.5", "人数不是可用的数字。应为：…")
refuses("integer_huge", "beyond 64 bits", "people", "9223372036854775808", "人数不是可用的数字。应为：…")
reads("area_name", "a place by its name", "area", "石桥社区", "石桥社区")
reads("area_code", "a place by its code", "area", "11", "石桥社区")
refuses("area_near", "a place that is nearly right", "area", "石桥社", "没有区域“石桥社”。应为：石桥社区")


@case(["1 行有误，没有导入：", "  表.csv 第 2 行 B（姓名） 列：姓名没有填。应为：…", added(0, 1)],
      code=ROWS_WRONG, rows=[], why="a required cell with an ideographic blank")
def required_is_blank(folder):
    return written(folder, "表.csv", table({"who": "　"}))


# A spreadsheet keeps fifteen digits of a number; what stood behind them is lost, and one in eleven
# such identity numbers passes its check digit.
def lost_digits(name, field, digits, shown):
    column = f"C（{TITLES[field]}）"
    line = (f"  表.xlsx 工作表“表” 第 2 行 {column} 列 “{shown}”：{TITLES[field]}在表格里存成了数字，"
            "十五位以后的数字已经丢失。应为：把这一列设为文本，再重新填写")

    @case(["1 行有误，没有导入：", line, added(0, 1)], code=ROWS_WRONG, rows=[], name=name,
          why="digits lost to a number")
    def make(folder):
        return workbook(folder, [[text("走访日期"), text("姓名"), text(TITLES[field])],
                                 [text("2020-01-03"), text("样本甲"), number(digits)]])


lost_digits("id_number_as_number", "id_number", "1.1010119900307E+17", "110101199003070000")
lost_digits("id_number_valid_by_chance", "id_number", "1.10101199003061E+17", "110101199003061000")
lost_digits("card_as_number", "card", "6.22202123456789E+18", "6222021234567890000")
