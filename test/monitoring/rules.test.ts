import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findProgram } from '../helpers/prometheus.ts';
import { skipSuite } from '../helpers/skip.ts';
import { ALERTS, ALERTS_FILE, RULES } from './shipped-files.ts';

/** Files for `promtool test rules`; an operator who changes a threshold can run them by hand. */
const FOLDER = join(import.meta.dirname, 'rules');
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

interface RuleTest {
  readonly tests: readonly {
    readonly name: string;
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly object[];
    }[];
  }[];
}

describe('alerting and recording rules', () => {
  describe('promtool', () => {
    let promtool: string;

    before(async function () {
      const program = await findProgram('promtool');
      if (program === undefined) {
        skipSuite(this, 'no promtool on this machine, Debian has it in the package prometheus');
      }
      promtool = program;
    });

    it('the rule file, when it is checked, has no fault', async () => {
      expect(await run(promtool, 'check', 'rules', ALERTS_FILE)).to.include(`SUCCESS: ${RULES.length} rules`);
    });

    for (const file of FILES) {
      it(`${file}, when its series are played, ends as it says`, async () => {
        expect(await run(promtool, 'test', 'rules', join(FOLDER, file))).to.include('SUCCESS');
      }).timeout(120_000);
    }
  });

  describe('the tests of the rules', () => {
    const cases = FILES.flatMap(
      (file) => (parse(readFileSync(join(FOLDER, file), 'utf8')) as RuleTest).tests,
    );
    const alertCases = cases.flatMap(({ alert_rule_test }) => alert_rule_test);

    for (const { alert } of ALERTS) {
      it(`${alert}, when its tests are counted, has some in which it fires and some in which it is quiet`, () => {
        const own = alertCases.filter(({ alertname }) => alertname === alert);
        expect(own.filter(({ exp_alerts }) => exp_alerts.length > 0)).to.not.be.empty;
        expect(own.filter(({ exp_alerts }) => exp_alerts.length === 0)).to.not.be.empty;
      });
    }

    it('a test, when it names an alert, names one that there is', () => {
      const known = ALERTS.map(({ alert }) => alert);
      expect(alertCases.map(({ alertname }) => alertname).filter((name) => !known.includes(name))).to.be
        .empty;
    });
  });

  for (const { alert, labels, annotations } of ALERTS) {
    it(`${alert}, when it reaches somebody, tells how bad it is, what it means and where to read on`, () => {
      expect(labels.severity).to.be.oneOf(['critical', 'warning', 'info']);
      expect(annotations).to.have.all.keys('summary', 'description', 'runbook_url');
      expect(annotations.runbook_url).to.match(new RegExp(`^https://.+/docs/runbooks/${alert}\\.md$`));
    });
  }
});

/** @returns what the program printed, whatever its exit code: that is what a failed test has to show */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(program, args).catch(
    (error: Error & { stdout: string; stderr: string }) => error,
  );
  return stdout + stderr;
}
