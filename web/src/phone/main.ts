// SPDX-License-Identifier: Apache-2.0
import '@/styles/phone.css';
import './phone_parts.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { whenSignedOut } from '@/common/api';
import { tellDocument } from '@/common/language';
import { newQueries } from '@/common/queries';
import { useSession } from '@/common/session';
import { applyTheme } from '@/common/theme';
import { registerWorker } from './offline/register';
import PhoneApp from './PhoneApp.vue';
import { phoneRouter } from './router';
import { useWorker } from './worker_store';

applyTheme();
tellDocument();

const app = createApp(PhoneApp)
  .use(createPinia())
  .use(VueQueryPlugin, { queryClient: newQueries() });

const session = useSession();
const worker = useWorker();
// The page stays as it is, with all that was typed; a bar offers to sign in over it.
whenSignedOut(() => {
  if (session.person !== null) worker.needsSignIn = true;
});

async function begin(): Promise<void> {
  try {
    await worker.openLast();
  } catch {
    // What cannot be opened is no reason to show nothing: sign in.
  }
  app.use(phoneRouter(session, worker)).mount('#app');
  worker.watchNetwork();
  if (session.person) void worker.sync();
  void registerWorker();
}

void begin();
