// SPDX-License-Identifier: Apache-2.0
// The phone's service worker: one file at the root, that knows which files the phone's entry needs,
// and no others of the desk.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';

const kWorker = fileURLToPath(new URL('./src/phone/offline/service_worker.ts', import.meta.url));
const kEntry = fileURLToPath(new URL('./phone.html', import.meta.url));
const kPublic = fileURLToPath(new URL('./public/', import.meta.url));
const kName = 'phone_worker.js';
const kFixed = ['phone.html', 'icon.svg', 'phone.webmanifest', 'phone-192.png', 'phone-512.png'];

/** What the entry loads, at once or later, with its styles. */
function filesOf(bundle: Rolldown.OutputBundle): string[] {
  const files = new Set<string>();
  const add = (file: string): void => {
    const output = bundle[file];
    if (files.has(file) || !output) return;
    files.add(file);
    if (output.type !== 'chunk') return;
    for (const next of [...output.imports, ...output.dynamicImports]) add(next);
    const { importedCss, importedAssets } = output.viteMetadata ?? {};
    for (const next of [...importedCss ?? [], ...importedAssets ?? []]) files.add(next);
  };
  for (const output of Object.values(bundle)) {
    if (output.type === 'chunk' && output.facadeModuleId === kEntry) add(output.fileName);
  }
  return [...files].sort();
}

// Of all that is kept: another file, another version.
function digestOf(bundle: Rolldown.OutputBundle, files: readonly string[]): string {
  const digest = createHash('sha256');
  for (const file of files) {
    const output = bundle[file];
    if (!output) digest.update(readFileSync(kPublic + file));
    else digest.update(output.type === 'chunk' ? output.code : output.source);
  }
  return digest.digest('hex').slice(0, 12);
}

function filled(code: string, files: readonly string[], version: string): string {
  return code.replaceAll('kPhoneFiles', JSON.stringify(files.map((file) => `/${file}`)))
    .replaceAll('kPhoneVersion', JSON.stringify(version));
}

export function phoneWorker(): Plugin {
  return {
    name: 'taizhang-phone-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: kWorker, fileName: kName });
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[kName];
        if (worker?.type !== 'chunk') throw new Error('no service worker');
        if (worker.imports.length > 0) throw new Error('the service worker must stand alone');
        const files = [...kFixed, ...filesOf(bundle)];
        worker.code = filled(worker.code, files, digestOf(bundle, files));
      },
    },
  };
}
