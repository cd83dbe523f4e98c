// SPDX-License-Identifier: Apache-2.0
#include "work_orders.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

const char* const kCategoryCodes[kCategories] = {
    "noise", "rubbish", "lighting", "road",    "drainage", "building",
    "stall", "parking", "property", "greening", "safety",  "other"};
const char* const kCategoryNames[kCategories] = {
    "噪音扰民", "垃圾清运", "路灯照明", "道路破损", "排水不畅", "违章搭建",
    "占道经营", "车辆停放", "物业管理", "绿化养护", "安全隐患", "其他"};
const char* const kStatusCodes[kStatuses] = {"received", "dispatched", "in_hand",
                                             "answered", "concluded",  "sent_back"};
const char* const kStatusNames[kStatuses] = {"已受理", "已派遣", "处置中",
                                             "已反馈", "已结案", "已退回"};

static const char* const kPlaces[10] = {"石桥", "柳荫", "南塘", "云桥", "东坡",
                                        "望江", "清水", "青杨", "桃溪", "竹林"};
static const char* const kSides[6] = {"东", "西", "南", "北", "中", "新"};
static const char* const kWhen[8] = {"今天早上", "昨天夜里", "最近一周", "每天傍晚",
                                     "节假日期间", "连续三天", "下雨以后", "上个月以来"};
static const char* const kWhere[8] = {"小区大门旁边", "二单元楼道里", "农贸市场门口", "学校围墙外侧",
                                      "公交车站附近", "地下车库入口", "河边步行道上", "活动中心后面"};
static const char* const kWhat[8] = {"有人长时间大声喧哗影响老人休息",
                                     "堆放的杂物一直没有人来清理干净",
                                     "路面塌陷行人和车辆经过都很危险",
                                     "照明设施损坏晚上出门看不清楚路",
                                     "下水井盖松动反复溢水而且有异味",
                                     "商户把桌椅摆到人行道上无法通行",
                                     "电动车乱停乱放堵住了消防的通道",
                                     "树枝过长压到电线刮风时很不安全"};
static const char* const kWish[8] = {"希望尽快派人到现场查看处理",
                                     "请有关部门核实以后给予答复",
                                     "居民多次反映一直没有得到解决",
                                     "请社区协调物业公司限期整改",
                                     "希望安排人员定期巡查防止反复",
                                     "请明确责任单位和完成的时间",
                                     "盼望能够在月底以前彻底解决",
                                     "请处理完成以后电话告知结果"};

// SplitMix64: a good number for every index, without state.
static uint64_t mixed(uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

static unsigned draw(uint64_t* state, unsigned below) {
    *state = mixed(*state);
    return (unsigned)((*state >> 32U) % below);
}

static void write_date(int day, char* text) {  // day 0 is 2018-01-01; 2020 is a leap year
    static const int kLengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 2018;
    int month = 0;
    for (;;) {
        const int leap = year % 4 == 0;
        const int length = kLengths[month] + (leap && month == 1 ? 1 : 0);
        if (day < length) {
            break;
        }
        day -= length;
        if (++month == 12) {
            month = 0;
            ++year;
        }
    }
    memcpy(text, "0000-00-00", 11);
    text[0] = (char)('0' + year / 1000);
    text[1] = (char)('0' + year / 100 % 10);
    text[2] = (char)('0' + year / 10 % 10);
    text[3] = (char)('0' + year % 10);
    text[5] = (char)('0' + (month + 1) / 10);
    text[6] = (char)('0' + (month + 1) % 10);
    text[8] = (char)('0' + (day + 1) / 10);
    text[9] = (char)('0' + (day + 1) % 10);
}

void community_name(int community, char* name) {
    snprintf(name, kTextBytesMax, "%s%s社区", kPlaces[community / 6], kSides[community % 6]);
}

void cell_code(int cell, char* code) {
    snprintf(code, kTextBytesMax, "G%02d%02d", cell / kCellsPerCommunity + 1,
             cell % kCellsPerCommunity + 1);
}

void make_work_order(long index, WorkOrder* order) {
    enum { kDays = 1096 };
    uint64_t state = mixed((uint64_t)index);
    const int day = (int)draw(&state, kDays);
    write_date(day, order->received_at);
    write_date(day + 3 + (int)draw(&state, 13), order->due_at);
    snprintf(order->id, sizeof order->id, "%.4s%.2s%.2s-%08ld", order->received_at,
             order->received_at + 5, order->received_at + 8, index);
    order->category = (int)draw(&state, kCategories);
    order->status = (int)draw(&state, kStatuses);
    order->cell = (int)draw(&state, kCells);
    const int community = order->cell / kCellsPerCommunity;
    const int within = order->cell % kCellsPerCommunity;
    // A lattice of ten by six communities of five by four cells, a hundredth of a degree each.
    order->lon = 104 + (community / 6 * 5 + within % 5) * 0.01 + (draw(&state, 9000) + 500) * 1e-6;
    order->lat = 30 + (community % 6 * 4 + within / 5) * 0.01 + (draw(&state, 9000) + 500) * 1e-6;
    order->amount_fen = 100 + (long long)draw(&state, 500000);
    const char* place = kPlaces[community / 6];
    const unsigned house = 1 + draw(&state, 300);
    snprintf(order->title, sizeof order->title, "%s路%u号%s", place, house,
             kCategoryNames[order->category]);
    snprintf(order->address, sizeof order->address, "%s%s社区%s路%u号%u单元", place,
             kSides[community % 6], place, house, 1 + draw(&state, 6));
    snprintf(order->description, sizeof order->description, "%s，%s%s，%s。",
             kWhen[draw(&state, 8)], kWhere[draw(&state, 8)], kWhat[draw(&state, 8)],
             kWish[draw(&state, 8)]);
}
