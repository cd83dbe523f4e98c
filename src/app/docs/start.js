// SPDX-License-Identifier: Apache-2.0
// Whoever has signed in tries the routes as himself: a change must say the token of his session, which
// only a page of this server can read.
'use strict';

async function withToken(request) {
  if (request.method && request.method.toUpperCase() !== 'GET' && !request.headers.Authorization) {
    const me = await fetch('v1/me');
    const token = me.ok ? (await me.json()).csrf_token : null;
    if (token) request.headers['X-CSRF-Token'] = token;
  }
  return request;
}

window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#routes',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayOperationId: true,
  filter: true,
  validatorUrl: null,
  requestInterceptor: withToken,
});
