// SPDX-License-Identifier: Apache-2.0
// Cells as WPS and Excel put them on the clipboard: text with tabs, and an HTML table. In both a
// cell may have several lines.
import { kCellsPastedMax } from './limits';

export type Cells = string[][];

// A spreadsheet takes text that begins so for a formula, unless it is a number.
const kFormula = /^[=+\-@\t\r]/;
const kNumber = /^[-+]?[\d,]*\.?\d+%?$/;

function isFormula(text: string): boolean {
  return kFormula.test(text) && !kNumber.test(text);
}

/** Keeps what came out of a ledger from being run by a spreadsheet. */
function harmless(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

function unguarded(text: string): string {
  return text.startsWith("'") && isFormula(text.slice(1)) ? text.slice(1) : text;
}

interface Taken {
  text: string;
  /** Behind the cell. */
  end: number;
}

// "…" with doubled quotes inside; a quote that is never closed before the cell ends is just a
// quote.
function quotedCell(text: string, start: number): Taken | undefined {
  let found = '';
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') {
      found += text[at] ?? '';
    } else if (text[at + 1] === '"') {
      found += '"';
      at += 1;
    } else {
      const end = at + 1;
      return end === text.length || /[\t\r\n]/.test(text[end] ?? '') ? { text: found, end }
        : undefined;
    }
  }
  return undefined;
}

function plainCell(text: string, start: number): Taken {
  let end = start;
  while (end < text.length && !/[\t\r\n]/.test(text[end] ?? '')) end += 1;
  return { text: text.slice(start, end), end };
}

export function parseTsv(text: string, cellsMax = kCellsPastedMax): Cells {
  const rows: Cells = [[]];
  let count = 0;
  for (let at = 0; at <= text.length && count < cellsMax; count += 1) {
    const cell = (text[at] === '"' ? quotedCell(text, at) : undefined) ?? plainCell(text, at);
    rows.at(-1)?.push(unguarded(cell.text.replace(/\r\n?/g, '\n')));
    at = cell.end;
    if (at >= text.length) break;
    if (text[at] === '\t') {
      at += 1;
      continue;
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
    // A spreadsheet ends its last row with a line break, too.
    if (at >= text.length) break;
    rows.push([]);
  }
  return rows;
}

export function formatTsv(cells: Cells): string {
  return cells.map((row) => row.map((cell) => {
    const text = harmless(cell);
    return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join('\t')).join('\r\n');
}

const kBlocks = /^(P|DIV|LI|TR|H[1-6])$/;

// White space of the source is one blank; <br> and blocks are lines.
function textOf(node: Node): string {
  if (node.nodeType === 3) return (node.nodeValue ?? '').replace(/[ \t\r\n\f]+/g, ' ');
  if (!(node instanceof Element) && node.nodeType !== 1) return '';
  const element = node as Element;
  if (element.tagName === 'BR') return '\n';
  if (/^(STYLE|SCRIPT)$/.test(element.tagName)) return '';
  const inside = [...element.childNodes].map(textOf).join('');
  return kBlocks.test(element.tagName) ? `\n${inside}\n` : inside;
}

function cellText(cell: Element): string {
  const text = [...cell.childNodes].map(textOf).join('').replaceAll('\u00a0', ' ');
  return text.split('\n').map((line) => line.trim()).join('\n')
    .replace(/\n{2,}/g, '\n').replace(/^\n|\n$/g, '');
}

function spanOf(cell: Element, name: string): number {
  return Math.max(1, Math.min(Number(cell.getAttribute(name)) || 1, 200));
}

/** The first table; undefined where there is none. A cell over several is put in the first. */
export function parseHtml(html: string, cellsMax = kCellsPastedMax): Cells | undefined {
  if (!/<table/i.test(html)) return undefined;
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table) return undefined;
  const rows: Cells = [];
  let count = 0;
  [...table.querySelectorAll('tr')].forEach((row, index) => {
    const cells = (rows[index] ??= []);
    let column = 0;
    for (const cell of row.querySelectorAll(':scope > td, :scope > th')) {
      while (cells[column] !== undefined) column += 1;
      const across = spanOf(cell, 'colspan');
      const down = spanOf(cell, 'rowspan');
      count += across * down;
      if (count > cellsMax) return;
      for (let y = 0; y < down; y += 1) {
        for (let x = 0; x < across; x += 1) (rows[index + y] ??= [])[column + x] ??= '';
      }
      cells[column] = unguarded(cellText(cell));
      column += across;
    }
  });
  const found = rows.map((row) => Array.from(row, (cell) => cell ?? ''))
    .filter((row) => row.length > 0);
  return found.length > 0 ? found : undefined;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;').replaceAll('\n', '<br>');
}

/** With the format "text" for what would be run or lose digits: long numbers, leading zeros. */
export function formatHtml(cells: Cells): string {
  const asText = (cell: string) => isFormula(cell) || /^0\d|^\d{12,}/.test(cell);
  const rows = cells.map((row) => `<tr>${row.map((cell) =>
    `<td${asText(cell) ? ` style="mso-number-format:'\\@'"` : ''}>${escaped(cell)}</td>`)
    .join('')}</tr>`);
  return `<meta charset="utf-8"><table>${rows.join('')}</table>`;
}

/**
 * What a paste puts where: one cell fills the whole choice, several are repeated where the choice
 * is a multiple of them, as a spreadsheet does it.
 */
export function spread(cells: Cells, rows: number, columns: number): Cells {
  const height = cells.length;
  const width = Math.max(...cells.map((row) => row.length));
  const tall = rows > height && rows % height === 0 ? rows : height;
  const wide = columns > width && columns % width === 0 ? columns : width;
  return Array.from({ length: tall }, (_, y) => Array.from({ length: wide }, (_unused, x) =>
    cells[y % height]?.[x % width] ?? ''));
}
