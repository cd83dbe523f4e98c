// SPDX-License-Identifier: Apache-2.0
// What the definition language lets a field of each type say.
import { say } from '@/common/language';
import { textAt, type TreeMap } from './tree';

export const kTypes = [
  'text', 'long_text', 'integer', 'decimal', 'money', 'date', 'datetime', 'boolean', 'choice',
  'multi_choice', 'person', 'phone', 'id_number', 'address', 'point', 'area', 'unit', 'attachment',
  'reference',
] as const;
export type FieldType = (typeof kTypes)[number];

export function typeName(type: string): string {
  const names: Record<FieldType, string> = {
    text: say('文字', 'Text'),
    long_text: say('长文', 'Long text'),
    integer: say('整数', 'Integer'),
    decimal: say('小数', 'Decimal'),
    money: say('金额', 'Money'),
    date: say('日期', 'Date'),
    datetime: say('时间', 'Time'),
    boolean: say('是否', 'Yes or no'),
    choice: say('单选', 'Choice'),
    multi_choice: say('多选', 'Choices'),
    person: say('姓名', 'Person'),
    phone: say('电话', 'Phone'),
    id_number: say('证件', 'Identity no.'),
    address: say('地址', 'Address'),
    point: say('位置', 'Point'),
    area: say('区域', 'Area'),
    unit: say('科室', 'Unit'),
    attachment: say('附件', 'Files'),
    reference: say('引用', 'Reference'),
  };
  return names[type as FieldType] ?? type;
}

const kTexts: readonly string[] =
  ['text', 'long_text', 'person', 'phone', 'id_number', 'address'];
const kPersonal: readonly string[] = ['person', 'phone', 'id_number', 'address'];
const kBounded: readonly string[] = ['integer', 'decimal', 'money', 'date'];
const kRoles: Record<string, string> =
  { date: 'happened_on', area: 'area', unit: 'unit', choice: 'status' };

export type Setting = 'bounds' | 'length' | 'pattern' | 'scale' | 'choices' | 'to' | 'default' |
  'required' | 'unique' | 'sensitive' | 'role';

/** Whether a field of this type may have it. */
export function has(type: string, setting: Setting): boolean {
  switch (setting) {
    case 'bounds': return kBounded.includes(type);
    case 'length':
    case 'pattern': return kTexts.includes(type);
    case 'scale': return type === 'decimal';
    case 'choices': return type === 'choice' || type === 'multi_choice';
    case 'to': return type === 'reference';
    case 'required':
    case 'unique': return type !== 'attachment';
    case 'default': return !['attachment', 'reference', 'point', 'area', 'unit'].includes(type);
    case 'role': return type in kRoles;
    case 'sensitive': return true;
  }
}

/** The common column that a field of this type can be. */
export function roleOf(type: string): string | undefined {
  return kRoles[type];
}

export function roleName(role: string): string {
  const names: Record<string, string> = {
    happened_on: say('发生日期，按它算时期', 'Day it happened'),
    area: say('所属区域，按它分社区、网格', 'Area it belongs to'),
    unit: say('责任科室', 'Unit responsible'),
    status: say('办理状态', 'Status'),
  };
  return names[role] ?? role;
}

export const kSensitivities =
  ['identity', 'contact', 'health', 'finance', 'location', 'minor'] as const;

export function sensitivityName(kind: string): string {
  const names: Record<string, string> = {
    none: say('不是个人信息', 'Not personal'),
    identity: say('身份', 'Identity'),
    contact: say('联系方式', 'Contact'),
    health: say('健康', 'Health'),
    finance: say('财务', 'Finance'),
    location: say('住址行踪', 'Location'),
    minor: say('未成年人', 'A minor'),
  };
  return names[kind] ?? kind;
}

export function isPersonal(field: TreeMap): boolean {
  const kind = textAt(field, 'sensitive');
  return kind !== '' && kind !== 'none';
}

/** Types that have to say whether they are personal. */
export function mustSaySensitivity(type: string): boolean {
  return kPersonal.includes(type);
}

/** What may be chosen: what is in force as personal stays so, and what is not stays not. */
export function sensitivities(inForce: TreeMap | undefined): string[] {
  if (!inForce) return ['none', ...kSensitivities];
  return isPersonal(inForce) ? [...kSensitivities] : ['none'];
}

export function isTrue(field: TreeMap, key: string): boolean {
  return textAt(field, key) === 'true';
}

/** Every record has it: it cannot be retired. */
export function mayRetire(field: TreeMap): boolean {
  return !['happened_on', 'area', 'status'].includes(textAt(field, 'role'));
}

/** Without what its new type cannot say. */
export function retyped(field: TreeMap, type: FieldType): TreeMap {
  const drops: [Setting, string[]][] = [
    ['bounds', ['min', 'max']], ['length', ['max_length']], ['pattern', ['pattern']],
    ['scale', ['scale']], ['choices', ['choices']], ['to', ['to']],
    ['required', ['required']], ['unique', ['unique']],
  ];
  // A default and the mark of a role are of the type, whichever it is.
  const gone = ['default', 'role', ...drops.filter(([setting]) => !has(type, setting))
    .flatMap(([, keys]) => keys)];
  const left = Object.fromEntries(Object.entries(field).filter(([key]) => !gone.includes(key)));
  const next: TreeMap = { ...left, type };
  if (has(type, 'choices') && !('choices' in next)) {
    next.choices = { first: say('选项一', 'First') };
  }
  if (mustSaySensitivity(type) && !('sensitive' in next)) {
    next.sensitive = type === 'phone' ? 'contact' : type === 'address' ? 'location' : 'identity';
  }
  return next;
}

/** What goes wrong most with an expression is its writing; the page shows how. */
export function expressionHint(): string {
  return say("字段用编码，文字加单引号：status = 'paid' and amount > 2000",
    "Fields by code, text in quotes: status = 'paid' and amount > 2000");
}
