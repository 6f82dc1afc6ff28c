// Does with one TypeScript client what any client does, and prints what came of it.
// Arguments: v1 | v2-auto | v2-pinned, URL. Runs where both packages are installed.
const [kind, url] = process.argv.slice(2);
const info = { name: `sluice-test-${kind}`, version: '1.0.0' };

async function connectV1() {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  const client = new Client(info);
  const transport = new StreamableHTTPClientTransport(new URL(url));
  await client.connect(transport);
  return { client, revision: transport.protocolVersion };
}

async function connectV2(mode) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(info, {
    versionNegotiation: { mode },
    capabilities: { elicitation: { form: {} } },
  });
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
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

const { tools } = await client.listTools();
const sum = await client.callTool({ name: 'add', arguments: { a: 2, b: 40 } });
const wrong = await client.callTool({ name: 'add', arguments: { a: 'two' } });
const { resources } = await client.listResources();
const { resourceTemplates } = await client.listResourceTemplates();
const text = await client.readResource({ uri: 'test://static-text' });
const filled = await client.readResource({ uri: 'test://template/42/data' });
const missing = await client.readResource({ uri: 'test://nowhere' }).catch((error) => error);
const prompt = await client.getPrompt({
  name: 'test_prompt_with_arguments',
  arguments: { arg1: 'one', arg2: 'two' },
});
const ref = { type: 'ref/prompt', name: 'test_prompt_with_arguments' };
const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } });
const progress = [];
await client.callTool({ name: 'test_tool_with_progress', arguments: {} }, ...progressOptions());
const region = await client.callTool({ name: 'test_x_mcp_header', arguments: { region: 'Zürich' } });
const asked = await client
  .callTool({ name: 'test_input_required_result_elicitation', arguments: {} })
  .catch((error) => ({ content: [{ text: `error ${error.code}` }] }));
const server = client.getServerVersion()?.name;
await client.close();

// The second argument of v1 is a schema of the result.
function progressOptions() {
  const options = { onprogress: (update) => progress.push(update.progress) };
  return kind === 'v1' ? [undefined, options] : [options];
}

console.log(
  JSON.stringify({
    revision,
    server,
    tools: tools.map((tool) => tool.name),
    sum: sum.structuredContent?.sum,
    wrongIsError: wrong.isError,
    resources: resources.map((resource) => resource.uri),
    templates: resourceTemplates.map((template) => template.uriTemplate),
    text: text.contents[0].text,
    filled: JSON.parse(filled.contents[0].text).id,
    missing: missing.code,
    prompt: prompt.messages[0].content.text,
    completions: completion.values,
    progress,
    region: region.content[0].text,
    asked: asked.content[0].text,
    errors,
  }),
);
