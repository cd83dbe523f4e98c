// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import * as api from '@/common/api';
import { type Attachment, multipart, useUploads } from './uploads';

const { upload } = vi.hoisted(() => ({ upload: vi.fn() }));
vi.mock('@/common/api', async (original) => ({
  ...(await original<typeof api>()), upload,
}));

const target = () => ({ ledger: 'works', record: '7' });
const fileOf = (name: string) => new File(['content'], name);

describe('a form with files', () => {
  it('has the parts in order, and names that break nothing', async () => {
    const body = multipart([
      { name: 'field', value: 'photos' }, { name: 'file', value: fileOf('a"b\r\n.pdf') }]);
    const text = await body.text();
    expect(body.type).toMatch(/^multipart\/form-data; boundary=----taizhang[0-9a-f]{32}$/);
    expect(text).toContain('name="field"\r\n\r\nphotos\r\n');
    expect(text).toContain('filename="a%22b%0D%0A.pdf"');
    expect(text).toContain('\r\n\r\ncontent\r\n');
    expect(text.trimEnd()).toMatch(/--$/);
  });
});

describe('sending files', () => {
  it('sends each by itself and tells of each that is there', async () => {
    upload.mockReset().mockImplementation((what: { address: string }) =>
      Promise.resolve({ data: { attachments: [{ id: what.address }] } }));
    const there: Attachment[] = [];
    const { add, sending } = useUploads(target, (files) => there.push(...files));
    await add([fileOf('a.pdf'), fileOf('b.jpg')], 'photos');
    expect(upload).toHaveBeenCalledTimes(2);
    expect(there.map((one) => one.id))
      .toEqual(Array(2).fill('/api/v1/ledgers/works/records/7/attachments'));
    expect(sending.value).toEqual([]);
  });

  it('keeps one that failed, with why, and sends it again under the same key', async () => {
    const problem = { type: '', title: '', status: 409, code: 'conflict', detail: '已有同样的文件' };
    upload.mockReset().mockRejectedValueOnce(new api.ApiProblem(409, problem))
      .mockResolvedValue({ data: { attachments: [] } });
    const { add, again, sending } = useUploads(target, () => undefined);
    await add([fileOf('a.pdf'), fileOf('b.pdf')]);
    expect(sending.value.map((one) => [one.file.name, one.state, one.mistake]))
      .toEqual([['a.pdf', 'failed', '已有同样的文件']]);
    const key = sending.value[0]?.key ?? '';
    await again(key);
    expect(upload.mock.calls[0]?.[0].key).toBe(upload.mock.calls[2]?.[0].key);
    expect(sending.value).toEqual([]);
  });

  it('does not send what will not be taken', async () => {
    upload.mockReset();
    const { add, sending } = useUploads(target, () => undefined);
    await add([fileOf('a.exe')]);
    expect(upload).not.toHaveBeenCalled();
    expect(sending.value[0]?.state).toBe('failed');
  });

  it('goes on with the next where one is left off', async () => {
    upload.mockReset().mockImplementationOnce((what: { signal: AbortSignal }) =>
      new Promise((_, refuse) => {
        what.signal.addEventListener('abort', () => { refuse(new Error('aborted')); });
      })).mockResolvedValue({ data: { attachments: [] } });
    const { add, drop, sending } = useUploads(target, () => undefined);
    const all = add([fileOf('a.pdf'), fileOf('b.pdf')]);
    drop(sending.value[0]?.key ?? '');
    await all;
    expect(upload).toHaveBeenCalledTimes(2);
    expect(sending.value).toEqual([]);
  });
});
