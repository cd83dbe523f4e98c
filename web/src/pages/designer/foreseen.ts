// SPDX-License-Identifier: Apache-2.0
// What publishing would do, in the office's words.
import type { paths } from '@api/schema';
import { count } from '@/common/format';
import { say } from '@/common/language';

export type Foreseen =
  paths['/api/v1/definitions/preview']['post']['responses'][200]['content']['application/json'];
export type DefinitionDifference = Foreseen['differences'][number];
export type RecordsForeseen = Foreseen['records'][number];
export type FigureForeseen = Foreseen['figures'][number];

export function differenceWord(difference: string): string {
  const words: Record<string, string> = {
    added: say('新增', 'New'), changed: say('改动', 'Changed'), retired: say('停用', 'Retired'),
    restored: say('恢复', 'Restored'), moved: say('移动', 'Moved'),
  };
  return words[difference] ?? difference;
}

export function differenceTone(difference: string): string {
  return { added: 'green', retired: 'amber', restored: 'green' }[difference] ?? 'blue';
}

export function kindWord(kind: string): string {
  const words: Record<string, string> = {
    ledger: say('台账', 'Ledger'), indicator: say('指标', 'Indicator'),
    map: say('对照表', 'Map'),
  };
  return words[kind] ?? kind;
}

export function keyWord(key: string): string {
  const words: Record<string, string> = {
    name: say('编码', 'code'), title: say('名称', 'title'), type: say('类型', 'type'),
    aliases: say('别名', 'aliases'), role: say('公共列', 'role'),
    required: say('必填', 'required'), default: say('缺省值', 'default'),
    min: say('最小', 'min'), max: say('最大', 'max'), max_length: say('最长', 'length'),
    pattern: say('格式', 'pattern'), unique: say('不许重复', 'unique'),
    choices: say('选项', 'choices'), scale: say('小数位', 'scale'),
    to: say('所指台账', 'ledger'), visible_if: say('何时填', 'shown if'),
    check: say('校验', 'check'), sensitive: say('个人信息', 'personal'),
    help: say('填写说明', 'help'), retired: say('停用', 'retired'),
    chapter: say('章', 'chapter'), purpose: say('用途', 'purpose'),
    number: say('编号前缀', 'number'), key: say('认重的字段', 'key'),
    retention: say('保存期', 'retention'), fields: say('字段', 'fields'),
    of: say('数哪本', 'of'), measure: say('怎样数', 'measure'), where: say('只数哪些', 'where'),
    span: say('时段', 'span'), unit: say('单位', 'unit'), print: say('印成', 'print'),
  };
  return words[key] ?? key;
}

export interface Effect {
  /** Records held against the new rules; null where it may not be told. */
  checked: number | null;
  broken: number | null;
  complete: boolean;
  figures: number;
}

function sum(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce<number | null>((all, one) =>
    all === null || one === null ? null : all + one, 0);
}

/** Of all together. A record that breaks two rules is counted at each: that is how it is told. */
export function effectOf(foreseen: Foreseen): Effect {
  return {
    checked: sum(foreseen.records.map((one) => one.checked)),
    broken: sum(foreseen.records.flatMap((one) => one.breaks.map((rule) => rule.records))),
    complete: foreseen.records.every((one) => one.complete),
    figures: foreseen.figures.filter((one) => one.rebuilt).length,
  };
}

export function countOrHidden(records: number | null): string {
  return records === null ? say('不便告诉', 'not told') : say(`${count(records)} 条`, count(records));
}

export function figureWords(one: FigureForeseen): string {
  const before = countOrHidden(one.records_before);
  const after = countOrHidden(one.records_after);
  if (one.difference === 'added') return say(`由 ${after}组成`, `made of ${after}`);
  if (one.difference === 'retired') return say('不再有这个数', 'is no more');
  return say(`原来 ${before}，改后 ${after}`, `${before} before, ${after} after`);
}

export function columnsAdded(foreseen: Foreseen): number {
  return foreseen.differences.reduce((all, one) =>
    all + one.fields.filter((field) => field.new_column).length, 0);
}

export function isNothing(foreseen: Foreseen): boolean {
  return foreseen.differences.length === 0;
}
