// SPDX-License-Identifier: Apache-2.0
import '@/styles/index.css';
import { VueQueryPlugin } from '@tanstack/vue-query';
import { createPinia } from 'pinia';
import { createApp } from 'vue';
import { whenSignedOut } from '@/common/api';
import { tellDocument } from '@/common/language';
import { newQueries } from '@/common/queries';
import { useSession } from '@/common/session';
import { applyTheme } from '@/common/theme';
import App from './App.vue';
import { deskRouter } from './router';

applyTheme();
tellDocument();

const app = createApp(App);
const queries = newQueries();
app.use(createPinia()).use(VueQueryPlugin, { queryClient: queries });

const session = useSession();
whenSignedOut(() => {
  // What is typed on the page stays there: he signs in over it (SignInAgain.vue).
  if (session.person !== null) session.isExpired = true;
});

app.use(deskRouter(session)).mount('#app');
