import { Command, type HelpContext, InvalidArgumentError, Option } from 'commander';
import { DEMO, DEMO_PROFILE, toSandboxApi, USUAL_PROFILE } from './demo-addresses.ts';
import { type MeetingChanges, NOTES_SERVICES, type NotesService } from './notes-services.ts';
import type { MeetingPlan } from './plan-meeting.ts';

/** Options of every action. */
export interface CommonOptions {
  readonly service: NotesService;
  readonly profile: string;
  readonly demo?: true;
}

export interface WireOptions extends CommonOptions {
  readonly root: string;
  readonly api?: string;
  readonly verbose?: true;
}

export type CreateOptions = WireOptions & MeetingPlan;

export type UpdateOptions = WireOptions & MeetingChanges;

/** Exit code for a wrong command line; 1 is for an action that failed. */
const USAGE_ERROR = 2;

/** A command whose usage errors exit with code 2; commander's own exit with 1. */
export class NotesCommand extends Command {
  override createCommand(name?: string): NotesCommand {
    return new NotesCommand(name);
  }

  override error(message: string, options?: { code?: string }): never {
    return super.error(message, { ...options, exitCode: USAGE_ERROR });
  }

  /** Commander calls this with `error` when no action is named. */
  override help(context?: HelpContext | ((text: string) => string)): never {
    if (typeof context !== 'object' || context.error !== true) return super.help();
    this.outputHelp(context);
    return this.error('error: no action given');
  }
}

export function addCommonOptions(command: NotesCommand): NotesCommand {
  const service = new Option('--service <name>', `meeting service: ${listServiceIds()}`)
    .argParser(parseService)
    .makeOptionMandatory();
  const demo = new Option(
    '--demo',
    `short for --root ${DEMO.rootUrl} --service zoom, and the sandbox behind it`,
  ).implies({ root: DEMO.rootUrl, service: NOTES_SERVICES[0], profile: DEMO_PROFILE });
  return command
    .addOption(service)
    .addOption(demo)
    .option('--profile <file>', 'file that keeps the tokens, readable by you only', USUAL_PROFILE);
}

export function addWireOptions(command: NotesCommand): NotesCommand {
  return addCommonOptions(command)
    .requiredOption('--root <url>', 'root URL of the web application, as it is set in Notes', parseUrl)
    .option('--api <url>', "another base for the meeting service's API", parseUrl)
    .option('-v, --verbose', 'show every request');
}

/** Base of the meeting service's API, when it is not the service's own. */
export function findApiBase({ api, demo, service }: WireOptions): string | undefined {
  return api ?? (demo ? toSandboxApi(DEMO.sandboxUrl, service) : undefined);
}

export function addCreateOptions(command: NotesCommand): NotesCommand {
  return addWireOptions(command)
    .requiredOption('--subject <text>', 'subject of the meeting')
    .option('--start <time>', `${START}; default: in an hour`, parseTime)
    .option('--minutes <number>', 'length of the meeting', parseMinutes, 30);
}

/** Without defaults: what is not given stays as it is. */
export function addUpdateOptions(command: NotesCommand): NotesCommand {
  return addWireOptions(command)
    .option('--subject <text>', 'another subject')
    .option('--start <time>', `another ${START}`, parseTime)
    .option('--minutes <number>', 'another length', parseMinutes);
}

const START = 'start, ISO 8601; without an offset it is local time';

function parseService(name: string): NotesService {
  const service = NOTES_SERVICES.find(({ id }) => id === name);
  if (service === undefined)
    throw new InvalidArgumentError(`The meeting services of Notes are ${listServiceIds()}.`);
  return service;
}

function listServiceIds(): string {
  return NOTES_SERVICES.map(({ id }) => id).join(', ');
}

/** Validated but not normalized: Notes appends its paths to the unchanged value. */
function parseUrl(value: string): string {
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new InvalidArgumentError('It must be an http or https address.');
  }
  return value;
}

function parseTime(value: string): Date {
  const time = new Date(value);
  if (!/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError('It must look like 2027-03-01T09:00:00Z.');
  }
  return time;
}

function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (!Number.isInteger(minutes) || minutes < 1) throw new InvalidArgumentError('It must be 1 or more.');
  return minutes;
}
