import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { skipSuite } from '../helpers/skip.ts';
import { type BusyService, startBusyService } from './busy-service.ts';
import { checkExpression, type Knowledge } from './check-expression.ts';
import { learnFrom } from './knowledge.ts';
import { ALERTS, RUNBOOKS } from './shipped-files.ts';

const SECTIONS = ['What users notice', 'How to look', 'What to do', 'Whom to wake'];

/** Fields of lines that the service of this test has no cause to write. */
const OTHER_FIELDS = {
  // Of a provider that explains its refusal by a number.
  provider_error_number: 'AADSTS7000222',
  // Of a configuration that was refused while another one was in use.
  faults: ['file:line:column: message'],
  // Of a system that gives no more connections.
  code: 'EMFILE',
  // Of a reload that took away many tenants.
  tenants_lost: 0,
  tenants_before: 0,
};

/** A line that the process writes, which is not within the service: see test/process/failing-output.test.ts. */
const LINE_OF_OUTPUTS = { kind: 'output', stream: 'audit', lost: 1, seconds: 1 };

const pages = readdirSync(RUNBOOKS)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name: name.slice(0, -3), text: readFileSync(join(RUNBOOKS, name), 'utf8') }));
const index = pages.find(({ name }) => name === 'README')?.text ?? '';
const alertPages = pages.filter(({ name }) => name !== 'README');

describe('the runbooks', () => {
  let busy: BusyService;
  let knowledge: Knowledge;
  let lines: Record<string, unknown>[];

  before(async () => {
    busy = await startBusyService();
    await busy.work();
    knowledge = learnFrom(await busy.scrape());
    lines = busy.service.logs
      .flatMap((text) => text.split('\n').filter(Boolean))
      .map((line) => JSON.parse(line));
  });
  after(() => busy.stop());

  it('when they are held against the rules, have one page for each alert and no other', () => {
    expect(alertPages.map(({ name }) => name)).to.have.members(ALERTS.map(({ alert }) => alert));
  });

  for (const { alert, labels } of ALERTS) {
    it(`${alert}, when it is looked up in the index, is there with its severity`, () => {
      expect(index).to.include(`\n| [${alert}](${alert}.md) | ${labels.severity} | `);
    });
  }

  for (const { name, text } of alertPages) {
    it(`${name}, when it is opened at night, has its severity and every section`, () => {
      const severity = ALERTS.find(({ alert }) => alert === name)?.labels.severity;
      expect(text).to.match(new RegExp(`^# ${name}\n\nSeverity \\*\\*${severity}\\*\\*\\. `));
      expect([...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).to.deep.equal(SECTIONS);
    });

    it(`${name}, when its queries are asked, names only what a running service exposes`, () => {
      const queries = readBlocks(text, 'promql');
      const blocks = [...queries, ...readBlocks(text, 'sh')];
      expect(blocks, 'ways to look').to.not.be.empty;
      expect(queries.flatMap((query) => checkExpression(query, knowledge).faults)).to.deep.equal([]);
    });
  }

  for (const { name, text } of pages) {
    it(`${name}, when its links are followed, leads to files and headings that there are`, () => {
      const targets = [...text.matchAll(/\]\((?!https:)([^)]+)\)/g)].map(([, target = '']) => target);
      expect(targets.filter((target) => !leadsSomewhere(join(RUNBOOKS, `${name}.md`), target))).to.deep.equal(
        [],
      );
    });

    it(`${name}, when its log lines are looked for, names fields and kinds that are written`, () => {
      const written = new Set([...lines, OTHER_FIELDS, LINE_OF_OUTPUTS].flatMap((line) => Object.keys(line)));
      const filters = readFilters(text);
      const fields = filters.flatMap((filter) => [
        ...filter.replaceAll(/"[^"]*"/g, '""').matchAll(/\.([a-z_]+)\b|[{ ]([a-z_]+)(?=[,}])/g),
      ]);
      expect(fields.map(([, a, b]) => a ?? b ?? '').filter((field) => !written.has(field))).to.deep.equal([]);
      const kinds = filters
        .flatMap((filter) => [...filter.matchAll(/\.kind == "(\w+)"/g)])
        .map(([, kind]) => kind);
      expect(
        kinds.filter((kind) => ![...lines, LINE_OF_OUTPUTS].some((line) => line['kind'] === kind)),
      ).to.deep.equal([]);
    });
  }

  describe('jq', () => {
    let folder: string;

    before(async function () {
      await promisify(execFile)('jq', ['--version']).catch(() => skipSuite(this, 'no jq on this machine'));
      folder = mkdtempSync(join(tmpdir(), 'domi-runbooks-'));
      writeFileSync(join(folder, 'domi.log'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    });
    after(() => folder && rmSync(folder, { recursive: true }));

    for (const filter of new Set(pages.flatMap(({ text }) => readFilters(text)))) {
      it(`reads the log of the service when it is asked ${filter}`, async () => {
        const { stderr } = await promisify(execFile)('jq', ['-r', filter, join(folder, 'domi.log')]);
        expect(stderr).to.equal('');
      });
    }
  });
});

/** Fenced blocks of one language, those within a list included. */
function readBlocks(text: string, language: string): string[] {
  const blocks = text.matchAll(new RegExp(`^ *\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\``, 'gm'));
  return [...blocks].map(([, block = '']) => block);
}

function readFilters(text: string): string[] {
  const commands = readBlocks(text, 'sh').flatMap((block) => [...block.matchAll(/\bjq -\w+ '([^']+)'/g)]);
  return commands.map(([, filter = '']) => filter);
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return headings.some(
    (title) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-') === anchor,
  );
}
