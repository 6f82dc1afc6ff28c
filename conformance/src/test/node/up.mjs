// Does with one TypeScript client what an analyst's client does with the sample, and prints what
// came of it. Arguments: v1 | v2-auto | v2-pinned, URL. Runs where both packages are installed.
const [kind, url] = process.argv.slice(2);
const info = { name: `sluice-test-${kind}`, version: '1.0.0' };

// What the next answer is turned into, to see that the client looks at it.
let spoil;
async function spoiling(input, init) {
  const response = await fetch(input, init);
  if (!spoil) return response;
  const body = spoil(await response.text());
  spoil = undefined;
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(body, { status: response.status, headers });
}

async function connectV1() {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const client = new Client(info);
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: spoiling });
  await client.connect(transport);
  return { client, revision: transport.protocolVersion };
}

async function connectV2(mode) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(info, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { fetch: spoiling }));
  return { client, revision: client.getNegotiatedProtocolVersion() };
}

const connect = {
  v1: connectV1,
  'v2-auto': () => connectV2('auto'),
  'v2-pinned': () => connectV2({ pin: '2026-07-28' }),
};

const errors = [];
const { client, revision } = await connect[kind]();
client.onerror = (error) => errors.push(String(error));
const call = async (name, args) => (await client.callTool({ name, arguments: args })).structuredContent;

const { tools } = await client.listTools();
const orders = await call('customer_orders', { customer_id: 7 });
const customers = [];
let pages = 0;
for (let cursor; pages === 0 || cursor; pages++) {
  const page = await call('find_customers', cursor ? { cursor } : {});
  customers.push(...page.rows.map((row) => row.c_custkey));
  cursor = page.next_cursor;
}
const found = await call('list_relations', { search: 'order' });
const described = await call('describe_relation', { relation: 'public.orders' });
const period = await call('calendar_period', { unit: 'QUARTER', offset: -1, day: '1998-08-02' });
const { resources } = await client.listResources();
const { resourceTemplates } = await client.listResourceTemplates();
const read = await client.readResource({ uri: 'sluice://relations/public.orders' });
const { completion } = await client.complete({
  ref: { type: 'ref/resource', uri: 'sluice://relations/{relation}' },
  argument: { name: 'relation', value: 'public.part' },
});
const { prompts } = await client.listPrompts();
const prompt = await client.getPrompt({ name: 'quarterly_review', arguments: { day: '1998-08-02' } });

// A long query, for a client that knows no tasks: by resources page by page, and by links.
const started = await call('start_query', {
  sql: 'select l_orderkey, l_linenumber, l_comment from lineitem order by l_orderkey, l_linenumber',
});
let status = started;
while (status.status === 'working') {
  await new Promise((resolve) => setTimeout(resolve, 200));
  status = await call('task_status', { task_id: started.task_id });
}
const result = await call('task_result', { task_id: started.task_id });
const lines = [];
while (lines.length < result.total_rows) {
  const uri = `sluice://tasks/${started.task_id}/rows/${lines.length + 1}`;
  lines.push(...(await client.readResource({ uri })).contents[0].text.split('\n'));
}
const linked = [];
for (const link of result.links) {
  const part = await fetch(link.url);
  const text = await new Response(part.body.pipeThrough(new DecompressionStream('gzip'))).text();
  linked.push(...text.trimEnd().split('\n'));
}
const long = {
  rows: status.row_count,
  byPages: lines.length,
  byLinks: linked.length,
  same: lines.join('\n') === linked.join('\n'),
};

const spoilt = {};
for (const [name, args, before, after] of [
  ['customer_orders', { customer_id: 7 }, /"rows":\[/, '"rows":7,"more":['],
  ['find_customers', {}, /"rows":\[/, '"rows":7,"more":['],
  ['calendar_period', { unit: 'WEEK', offset: 0 }, /"from":"[^"]+"/, '"from":7'],
]) {
  spoil = (body) => body.replace(before, after);
  spoilt[name] = await client.callTool({ name, arguments: args }).then(
    () => 'accepted',
    (error) => error.message,
  );
}
const instructions = client.getInstructions();
await client.close();

console.log(
  JSON.stringify({
    revision,
    instructions,
    tools: tools.map((tool) => tool.name),
    withoutOutputSchema: tools.filter((tool) => !tool.outputSchema).map((tool) => tool.name),
    orders: orders.rows.length,
    pages,
    customers: customers.length,
    distinct: new Set(customers).size,
    found: found.relations.map((relation) => relation.name),
    columns: described.columns.map((column) => column.name),
    period,
    resources: resources.map((resource) => resource.uri),
    templates: resourceTemplates.map((template) => template.uriTemplate),
    read: read.contents[0].text,
    completions: completion.values,
    long,
    prompts: prompts.map((each) => each.name),
    prompt: prompt.messages[0].content.text,
    spoilt,
    errors,
  }),
);
