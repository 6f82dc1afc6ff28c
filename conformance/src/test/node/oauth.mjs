// Walks from a URL to rows with a TypeScript client and its OAuth provider, and prints what came of
// it. Arguments: v1 | v2, walk | step-up | machine, URL. The user's browser is played by fetch.
const [kind, way, url] = process.argv.slice(2);
const REDIRECT = 'http://127.0.0.1:33418/callback';
const CALL = { name: 'query', arguments: { sql: 'select count(*) as n from customer' } };

const sdk =
  kind === 'v1'
    ? {
        ...(await import('@modelcontextprotocol/sdk/client/index.js')),
        ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')),
        ...(await import('@modelcontextprotocol/sdk/client/auth-extensions.js')),
      }
    : await import('@modelcontextprotocol/client');

// Every request, without a secret.
const seen = [];
async function noting(input, init) {
  const response = await fetch(input, init);
  const address = new URL(input);
  const form = init?.body instanceof URLSearchParams ? Object.fromEntries(init.body) : {};
  seen.push({
    to: address.origin === new URL(url).origin ? address.pathname : `issuer ${address.pathname}`,
    bearing: new Headers(init?.headers).has('authorization') && !form.grant_type,
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    ...(form.grant_type && {
      grant: form.grant_type,
      verifier: Boolean(form.code_verifier),
      resource: form.resource,
      scope: form.scope,
    }),
  });
  return response;
}

const saved = {};
const person = {
  redirectUrl: REDIRECT,
  clientMetadata: { redirect_uris: [REDIRECT], client_name: 'Sluice test', token_endpoint_auth_method: 'none' },
  clientInformation: () => ({ client_id: 'registered-before' }),
  tokens: () => saved.tokens,
  saveTokens: (tokens) => {
    saved.tokens = tokens;
  },
  redirectToAuthorization: (address) => {
    saved.redirect = address;
  },
  saveCodeVerifier: (verifier) => {
    saved.verifier = verifier;
  },
  codeVerifier: () => saved.verifier,
};

const transportFor = (authProvider) => new sdk.StreamableHTTPClientTransport(new URL(url), { authProvider, fetch: noting });
const clientFor = () =>
  kind === 'v1'
    ? new sdk.Client({ name: 'sluice-test', version: '1.0.0' })
    : new sdk.Client({ name: 'sluice-test', version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });

// What a browser does once its user has said yes.
async function authorize(transport) {
  const response = await fetch(saved.redirect, { redirect: 'manual' });
  const back = new URL(response.headers.get('location'));
  if (!back.href.startsWith(REDIRECT)) throw new Error(`sent to ${back}`);
  if (back.searchParams.get('state') !== saved.redirect.searchParams.get('state')) throw new Error('another state');
  if (kind === 'v1') await transport.finishAuth(back.searchParams.get('code'));
  else await transport.finishAuth(back.searchParams);
}

const claims = () => JSON.parse(Buffer.from(saved.tokens.access_token.split('.')[1], 'base64url'));
const errorOf = (promise) =>
  promise.then(
    () => 'none',
    (error) => error.constructor.name,
  );

async function walk() {
  const first = transportFor(person);
  const error = await errorOf(clientFor().connect(first));
  await authorize(first);
  const client = clientFor();
  await client.connect(transportFor(person));
  const answer = await client.callTool(CALL);
  return { error, rows: answer.structuredContent?.rows };
}

// It holds a token for something else, as from an earlier login, which this issuer gives to nobody without openid.
async function stepUp() {
  const metadata = await (await fetch(new URL('/.well-known/oauth-protected-resource/mcp', url))).json();
  const [server] = metadata.authorization_servers;
  const { token_endpoint: tokens } = await (await fetch(`${server}/.well-known/oauth-authorization-server`)).json();
  const scope = 'openid parts.read';
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'a', client_secret: 'b', scope });
  saved.tokens = { ...(await (await fetch(tokens, { method: 'POST', body })).json()), scope, issuer: server };
  const before = claims().scope;
  const transport = transportFor(person);
  const client = clientFor();
  await client.connect(transport);
  const error = await errorOf(client.callTool(CALL));
  await authorize(transport);
  const answer = await client.callTool(CALL);
  return { before, error, rows: answer.structuredContent?.rows };
}

async function machine() {
  const provider = new sdk.ClientCredentialsProvider({ clientId: 'nightly', clientSecret: 'any', scope: 'sql.query' });
  const client = clientFor();
  await client.connect(transportFor(provider));
  const answer = await client.callTool(CALL);
  saved.tokens = provider.tokens();
  return { rows: answer.structuredContent?.rows };
}

const did = await { walk, 'step-up': stepUp, machine }[way]();
const asked = saved.redirect && Object.fromEntries(saved.redirect.searchParams);
console.log(JSON.stringify({ ...did, asked, seen, claims: claims() }));
process.exit(0);
