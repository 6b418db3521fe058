import { expect } from 'chai';
import { createLogger } from '../../src/observability/logger.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { type Stack, startStack } from '../../src/sandbox/stack.ts';
import { runCheck } from './run-check.ts';

/** A certified OAuth server in the words of the four services, instead of a script. */
describe('domi check --live against the sandbox', () => {
  let stack: Stack;

  before(async () => {
    stack = await startStack({
      webPort: await findFreePort(),
      managementPort: 0,
      logger: createLogger('silent'),
      build: { version: '0', commit: '0' },
    });
  });
  after(() => stack.stop());

  const ask = async (environment: Record<string, string>): Promise<Record<string, string>> => {
    const run = await runCheck({
      args: ['--live', '--json'],
      environment: {
        ...(stack.sandbox.environment as Record<string, string>),
        OAUTH_HOSTNAME: stack.rootUrl,
        ...environment,
      },
      file: stack.sandbox.providerFile,
    });
    const { results } = JSON.parse(run.stdout).live;
    return Object.fromEntries(
      results.map(({ provider, verdict }: Record<string, string>) => [provider, verdict]),
    );
  };

  it('finds every id and secret right when they are', async () => {
    expect(await ask({})).to.deep.equal({
      zoom: 'accepted',
      teams: 'accepted',
      webex: 'accepted',
      gotomeeting: 'accepted',
    });
  });

  it('finds that no dead token would be taken for something else', async () => {
    const run = await runCheck({
      args: ['--live', '--json'],
      environment: {
        ...(stack.sandbox.environment as Record<string, string>),
        OAUTH_HOSTNAME: stack.rootUrl,
      },
      file: stack.sandbox.providerFile,
    });
    const { dead_tokens: found } = JSON.parse(run.stdout).live;
    expect(found.map(({ provider, verdict }: Record<string, string>) => [provider, verdict])).to.deep.equal(
      ['zoom', 'teams', 'webex', 'gotomeeting'].map((provider) => [provider, 'recognized']),
    );
  });

  it('finds them refused when the secret is wrong', async () => {
    const wrong = Object.keys(stack.sandbox.environment).filter((name) => name.endsWith('_CLIENT_SECRET'));
    expect(wrong).to.have.length(4);
    expect(await ask(Object.fromEntries(wrong.map((name) => [name, 'wrong'])))).to.deep.equal({
      zoom: 'refused',
      teams: 'refused',
      webex: 'refused',
      gotomeeting: 'refused',
    });
  });
});
