import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findProgram } from '../helpers/find-program.ts';
import { skipTest } from '../helpers/skip.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
}

interface Job {
  readonly uses?: string;
  readonly container?: unknown;
  readonly permissions?: Record<string, string>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, '.github', 'workflows');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe('workflows of GitHub', () => {
  for (const name of readdirSync(FOLDER)) {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const workflow = parse(text) as Workflow;
    const jobs = Object.values(workflow.jobs);
    const steps = jobs.flatMap((job) => job.steps ?? []);

    it(`${name} uses actions by content, with the version beside it`, () => {
      const used = [...text.matchAll(/uses: (\S+)(.*)/g)].filter(
        ([, action = '']) => !action.startsWith('./'),
      );
      expect(used).not.to.be.empty;
      for (const [line, action = '', comment = ''] of used) {
        expect(action, line).to.match(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
        expect(comment, line).to.match(/^ # v\d+\.\d+\.\d+$/);
      }
    });

    it(`${name} may read by default, and each job that may more says what for`, () => {
      expect(workflow.permissions).to.deep.equal({ contents: 'read' });
      for (const { permissions = {} } of jobs)
        for (const [right, access] of Object.entries(permissions))
          expect(text).to.match(new RegExp(`^ +${right}: ${access} # \\S`, 'm'));
    });

    it(`${name} ends each job in bounded time, and leaves no credentials in the work folder`, () => {
      for (const job of jobs) if (job.uses === undefined) expect(job['timeout-minutes']).to.be.a('number');
      for (const step of steps)
        if (step.uses?.startsWith('actions/checkout@'))
          expect(step.with).to.deep.include({ 'persist-credentials': false });
    });

    it(`${name} lets Git read the work folder in each container, whose user does not own it`, () => {
      for (const job of jobs.filter(({ container }) => container !== undefined)) {
        const commands = (job.steps ?? []).map(({ run = '' }) => run).filter((run) => run !== '');
        expect(commands[0]).to.equal('git config --global --add safe.directory "$GITHUB_WORKSPACE"');
      }
    });

    it(`${name} puts nothing that others write into a command`, () => {
      // An expression is put into the text of the script before a shell reads it: variables of the environment are not.
      for (const { run } of steps) expect(run ?? '').not.to.include('${{');
    });

    it(`${name} calls scripts that are there`, () => {
      const commands = steps.flatMap(({ run = '' }) => run.split('\n'));
      for (const command of commands) {
        const [, script] = /npm run (?:--silent )?([\w:]+)/.exec(command) ?? [];
        if (script !== undefined) expect(scripts, command).to.have.property(script);
        const [, file] = /^(\.\w[\w/.-]*)/.exec(command) ?? [];
        if (file !== undefined) expect(existsSync(join(ROOT, file)), command).to.equal(true);
      }
    });
  }

  it('run all of CI by the script that everybody can run', () => {
    const { jobs } = parse(readFileSync(join(FOLDER, 'ci.yml'), 'utf8')) as Workflow;
    expect(jobs['everything']?.steps?.at(-1)).to.deep.equal({ run: '.ci/run' });
  });

  it('pass actionlint', async function () {
    const actionlint = await findProgram(['actionlint'], '-version');
    if (actionlint === undefined)
      skipTest(this, 'no actionlint on this machine, neither npm nor Debian has it: ci.yml runs it');
    this.timeout(30_000);
    const files = readdirSync(FOLDER).map((name) => join('.github', 'workflows', name));
    // Without the linters that it calls when they happen to be there: the result must be the same everywhere.
    const args = ['-shellcheck=', '-pyflakes=', '-no-color', ...files];
    const { stdout } = await promisify(execFile)(actionlint, args, { cwd: ROOT });
    expect(stdout).to.equal('');
  });
});

describe('forms of GitHub', () => {
  const templates = join(ROOT, '.github', 'ISSUE_TEMPLATE');

  for (const name of readdirSync(templates).filter((name) => name !== 'config.yml'))
    it(`${name} has what GitHub demands, asks for the request id where one can be, and warns of tokens`, () => {
      const text = readFileSync(join(templates, name), 'utf8');
      const {
        name: title,
        description,
        body,
      } = parse(text) as {
        name: string;
        description: string;
        body: { type: string; id?: string; attributes: { label?: string; options?: string[] } }[];
      };
      expect(title).to.be.a('string');
      expect(description).to.be.a('string');
      const ids = body.flatMap(({ id }) => id ?? []);
      expect(new Set(ids).size).to.equal(ids.length);
      for (const { type, id, attributes } of body) {
        expect(['markdown', 'input', 'textarea', 'dropdown', 'checkboxes']).to.include(type);
        if (type !== 'markdown') expect(attributes.label, id).to.be.a('string');
        if (type === 'dropdown') expect(attributes.options, id).not.to.be.empty;
      }
      if (name !== 'feature_request.yml') expect(ids).to.include('request-id');
      if (name !== 'feature_request.yml') expect(text).to.match(/[Nn]ever .*(token|value)/);
    });

  it('update packages, actions and the base image', () => {
    const { updates } = parse(readFileSync(join(ROOT, '.github', 'dependabot.yml'), 'utf8')) as {
      updates: { 'package-ecosystem': string }[];
    };
    expect(updates.map((update) => update['package-ecosystem'])).to.have.members([
      'npm',
      'github-actions',
      'docker',
    ]);
  });
});
