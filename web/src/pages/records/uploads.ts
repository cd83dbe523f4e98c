// SPDX-License-Identifier: Apache-2.0
// Files on their way to a record, one request each: each has its own progress, can be left off and
// tried again, and a bad one holds up no other.
import { computed, ref } from 'vue';
import { ApiProblem, filled, newKey, upload, type Schemas } from '@/common/api';
import { checkFile } from '@/forms/file_checks';

export type Attachment = Schemas['Attachment'];
const kAttachments = '/api/v1/ledgers/{ledger}/records/{record}/attachments';

/** RFC 7578, with names as browsers write them (HTML standard, 4.10.21.8). */
export function multipart(parts: readonly { name: string; value: string | File }[]): Blob {
  const boundary = `----taizhang${newKey()}`;
  const quoted = (text: string) => text
    .replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
  const body: BlobPart[] = [];
  for (const { name, value } of parts) {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"`;
    if (typeof value === 'string') body.push(`${head}\r\n\r\n${value}\r\n`);
    else {
      body.push(`${head}; filename="${quoted(value.name)}"\r\n` +
        'content-type: application/octet-stream\r\n\r\n', value, '\r\n');
    }
  }
  body.push(`--${boundary}--\r\n`);
  return new Blob(body, { type: `multipart/form-data; boundary=${boundary}` });
}

export interface Sending {
  key: string;
  file: File;
  field: string;
  share: number;
  state: 'queued' | 'sending' | 'failed';
  mistake: string;
  stop: AbortController;
}

export interface Target {
  ledger: string;
  record: string;
}


async function sendOne(one: Sending, target: Target): Promise<Attachment[]> {
  const parts = [
    ...(one.field === '' ? [] : [{ name: 'field', value: one.field }]),
    { name: 'file', value: one.file },
  ];
  const body = multipart(parts);
  const answer = await upload<{ attachments: Attachment[] }>({
    address: filled(kAttachments, target), body, type: body.type, key: one.key,
    signal: one.stop.signal,
    progress: (sent, total) => { one.share = total === 0 ? 0 : sent / total; },
  });
  return answer.data.attachments;
}

function why(thrown: unknown): string {
  if (!(thrown instanceof ApiProblem)) return String(thrown);
  return thrown.problem.errors?.[0]?.message_zh ?? thrown.problem.detail;
}

/** `arrived` is told of each file that is there. */
export function useUploads(target: () => Target, arrived: (files: Attachment[]) => void) {
  const sending = ref<Sending[]>([]);
  let isRunning = false;

  function drop(key: string): void {
    const one = sending.value.find((other) => other.key === key);
    one?.stop.abort();
    sending.value = sending.value.filter((other) => other.key !== key);
  }

  // One after another: a phone's upload is no faster by being shared.
  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (;;) {
      const one = sending.value.find((other) => other.state === 'queued');
      if (!one) break;
      one.state = 'sending';
      try {
        const files = await sendOne(one, target());
        drop(one.key);
        arrived(files);
      } catch (thrown) {
        if (one.stop.signal.aborted) continue;
        one.state = 'failed';
        one.mistake = why(thrown);
      }
    }
    isRunning = false;
  }

  function add(files: readonly File[], field = ''): Promise<void> {
    sending.value = [...sending.value, ...files.map((file): Sending => {
      const mistake = checkFile(file);
      return {
        key: newKey(), file, field, share: 0, mistake, stop: new AbortController(),
        state: mistake === '' ? 'queued' : 'failed',
      };
    })];
    return run();
  }

  function again(key: string): Promise<void> {
    const one = sending.value.find((other) => other.key === key);
    if (one) Object.assign(one, { state: 'queued', mistake: '', share: 0 });
    return run();
  }

  const isBusy = computed(() => sending.value.some((one) => one.state !== 'failed'));
  return { sending, isBusy, add, again, drop };
}
