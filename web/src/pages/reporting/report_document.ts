// SPDX-License-Identifier: Apache-2.0
// The report as the server writes it in JSON: blocks of text with figures in them, and for each
// figure what it is made of. Also what reads off it for the page.

export type BlockKind = 'title' | 'heading1' | 'heading2' | 'heading3' | 'body' | 'signature';

export interface Run {
  text: string;
  bold?: boolean;
  /** The number of a figure, from 1. */
  figure?: number;
}

export interface Block {
  kind: BlockKind;
  runs: Run[];
}

export interface Evidence {
  /** 分子 or 分母 of a ratio; else empty. */
  label: string;
  /** Which of the tables. */
  table: number;
  total: string;
  agrees: boolean;
  rows: number[];
  counted: string[];
}

export interface ReportFigure {
  number: number;
  indicator: string;
  title_zh: string;
  state: 'bound' | 'missing';
  value: string | null;
  unit: string;
  printed: string | null;
  definition: string;
  rounding: string | null;
  period: { title: string; from: string; to: string };
  scope: string;
  numerator: string | null;
  denominator: string | null;
  year_before: string | null;
  record_count: number;
  records_digest: string | null;
  evidence: Evidence[];
}

/** Rows begin with number, day and area. */
export interface EvidenceTable {
  ledger: string;
  title_zh: string;
  columns: string[];
  rows: string[][];
}

export interface ReportDocument {
  name: string;
  title: string;
  office: string;
  area: string;
  period: { title: string; from: string; to: string };
  data_as_of: string;
  blocks: Block[];
  figures: ReportFigure[];
  tables: EvidenceTable[];
}

/** The file has no type in the API; what the page relies on is looked at before it is shown. */
export function checkDocument(file: unknown): ReportDocument {
  const found = file as Partial<ReportDocument> | null;
  const whole = found !== null && typeof found === 'object' &&
    Array.isArray(found.blocks) && Array.isArray(found.figures) && Array.isArray(found.tables);
  if (!whole) throw new TypeError('the report is not as it should be');
  return found as ReportDocument;
}

/** Figures of the text in the order in which it is read, each once. */
export function figureOrder(report: ReportDocument): number[] {
  const inText = report.blocks.flatMap((block) => block.runs)
    .map((run) => run.figure).filter((number) => number !== undefined);
  return [...new Set([...inText, ...report.figures.map((figure) => figure.number)])];
}

/** The next or the one before; round the end. */
export function stepTo(order: readonly number[], from: number | undefined, by: 1 | -1): number {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return order[by > 0 ? 0 : order.length - 1] ?? 0;
  return order[(at + by + order.length) % order.length] ?? 0;
}

export interface EvidenceRow {
  number: string;
  day: string;
  area: string;
  counted: string;
}

export function evidenceRows(report: ReportDocument, evidence: Evidence): EvidenceRow[] {
  const table = report.tables[evidence.table];
  return evidence.rows.map((row, index) => {
    const [number = '', day = '', area = ''] = table?.rows[row] ?? [];
    return { number, day, area, counted: evidence.counted[index] ?? '' };
  });
}

/** Names of the indicators of the text, each once: what a board of this report shows. */
export function indicatorsOf(report: ReportDocument): string[] {
  return [...new Set(figureOrder(report).map((number) =>
    report.figures.find((figure) => figure.number === number)?.indicator ?? ''))]
    .filter((name) => name !== '');
}

/** The heading under which each figure stands, for the list of figures. */
export function headingsOf(report: ReportDocument): Map<number, string> {
  const found = new Map<number, string>();
  let heading = '';
  for (const block of report.blocks) {
    if (block.kind === 'heading1' || block.kind === 'heading2') {
      heading = block.runs.map((run) => run.text).join('');
    }
    for (const run of block.runs) {
      if (run.figure !== undefined && !found.has(run.figure)) found.set(run.figure, heading);
    }
  }
  return found;
}
