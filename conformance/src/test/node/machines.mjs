// Has others judge state machines, and prints JSON. Runs where the packages are installed.
// validate FILE...: what asl-validator says against each, by file; empty where it says nothing.
// run CASES: what aws-local-stepfunctions makes of each case, by its name. Time is virtual, and every delay is as
// long as its jitter lets it be.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import validate from 'asl-validator';
import { StateMachine } from 'aws-local-stepfunctions';

const PROGRAM = 'aws-local-stepfunctions';
const TOKEN = '<token>';

// What the program waits by; the rest of Node is not touched.
const clock = { seconds: 0, timers: [] };
globalThis.setTimeout = (work, millis = 0) => {
  const timer = { at: clock.seconds + millis / 1000, work };
  clock.timers.push(timer);
  return timer;
};
globalThis.clearTimeout = (timer) => {
  clock.timers = clock.timers.filter((other) => other !== timer);
};
Math.random = () => 1 - Number.EPSILON;

const sleep = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

// Nothing but timers is waited for, so what is due next comes as soon as all else is done.
async function untilDone(result) {
  let done = false;
  const over = result.then(
    () => (done = true),
    () => (done = true),
  );
  while (!done) {
    await new Promise((resolve) => setImmediate(resolve));
    if (done || clock.timers.length === 0) continue;
    const next = clock.timers.reduce((first, other) => (other.at < first.at ? other : first));
    clearTimeout(next);
    clock.seconds = next.at;
    next.work();
  }
  await over;
}

function failure(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

// Lambda's own errors have a plain cause, a function's have JSON.
const causeOf = ({ errorType, errorMessage }) =>
  errorType.startsWith('Lambda.') ? errorMessage : JSON.stringify({ errorMessage, errorType });

async function answer(scripted, cause) {
  if (scripted.hangs) return new Promise(() => {});
  if (scripted.fails) throw failure(scripted.fails.errorType, cause(scripted.fails));
  return scripted.answersBytes ? 'x'.repeat(scripted.answersBytes - 2) : scripted.answers;
}

function handler(scripts, calls) {
  return async ({ Payload }) => {
    const scripted = scripts[calls.length];
    calls.push({ at: clock.seconds, payload: Payload });
    if (!scripted) throw failure('Case.Over', `the case has no call ${calls.length}`);
    const payload = await answer(scripted, causeOf);
    if (!scripted.token) return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 };
    await sleep(scripted.token.after);
    return answer(scripted.token, ({ errorMessage }) => errorMessage);
  };
}

async function runCase(machine, name, one) {
  const expected = one.differences?.[PROGRAM]?.calls ?? one.calls;
  const scripts = expected.flatMap((call) => (Array.isArray(call.at) ? call.at.map(() => call) : [call]));
  const calls = [];
  const tasks = Object.entries(machine.definition.States).filter(([, state]) => state.Type === 'Task');
  const handle = handler(scripts, calls);
  clock.seconds = 0;
  clock.timers = [];
  const { result } = machine.run(one.input, {
    overrides: { taskResourceLocalHandlers: Object.fromEntries(tasks.map(([state]) => [state, handle])) },
    context: {
      Execution: { Id: `arn:aws:states:local:000000000000:execution:${name}:${one.input.taskId}` },
      Task: { Token: TOKEN },
    },
  });
  await untilDone(result);
  return result.then(
    () => ({ calls, status: 'SUCCEEDED' }),
    ({ cause }) => ({ calls, status: 'FAILED', error: cause.name, cause: cause.message }),
  );
}

async function run(path) {
  const file = JSON.parse(readFileSync(path, 'utf8'));
  const text = readFileSync(join(dirname(path), file.machine), 'utf8');
  const definition = JSON.parse(text.replace(/\$\{(\w+)\}/g, (_, name) => file.substitutions[name]));
  const machine = new StateMachine(definition);
  const results = {};
  for (const one of file.cases) {
    results[one.name] = await runCase(machine, file.machine.replace('.asl.json', ''), one);
  }
  return results;
}

function validated(path) {
  const { isValid, errorsText } = validate(JSON.parse(readFileSync(path, 'utf8')));
  return isValid ? '' : errorsText('; ');
}

const [verb, ...paths] = process.argv.slice(2);
const answers =
  verb === 'run' ? await run(paths[0]) : Object.fromEntries(paths.map((path) => [path, validated(path)]));
console.log(JSON.stringify(answers));
