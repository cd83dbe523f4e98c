// SPDX-License-Identifier: Apache-2.0
// A file that is not fetched by its address but asked for with a reason: what is personal.
import { ApiProblem, problemFrom, unreachable } from './problem';
import { useSession } from './session';

async function once(address: string, body: unknown, csrf: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'error',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf },
      body: JSON.stringify(body),
    });
  } catch {
    throw unreachable();
  }
  if (response.ok) return response.blob();
  throw problemFrom(response.status, await response.text(), response.headers.get('retry-after'));
}

export async function askForFile(address: string, body: unknown): Promise<Blob> {
  const session = useSession();
  const token = () => session.person?.csrf_token ?? '';
  try {
    return await once(address, body, token());
  } catch (thrown) {
    // Another tab may have changed the password, and with it the token.
    if (!(thrown instanceof ApiProblem) || thrown.code !== 'csrf') throw thrown;
    await session.load();
    return once(address, body, token());
  }
}
