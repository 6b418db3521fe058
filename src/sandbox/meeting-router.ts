import { text } from 'node:stream/consumers';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import type Provider from 'oidc-provider';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import type { MeetingBook } from './meeting-book.ts';
import type { SandboxMeeting } from './sandbox-types.ts';
import type { ApiError, MeetingFields, ServiceProfile } from './service-profile.ts';

interface MeetingState {
  user: string;
  fields: Partial<MeetingFields>;
  meeting: SandboxMeeting;
}

type MeetingStep = Middleware<MeetingState>;

/** The REST interface that Notes calls with the access token, in the format of the service. */
export function createMeetingRouter(
  provider: Provider,
  profile: ServiceProfile,
  book: MeetingBook,
  joinBase: string,
): Router<MeetingState> {
  const api = profile.meetings;

  function refuse(ctx: Context, error: ApiError): void {
    const { status, body } = api.toError(error);
    ctx.status = status;
    ctx.body = body;
  }

  const checkToken: MeetingStep = async (ctx, next) => {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(ctx.get('authorization')) ?? [];
    const found = await provider.AccessToken.find(token);
    if (found === undefined) return refuse(ctx, 'invalid_token');
    ctx.state.user = found.accountId;
    await next();
  };

  const findMeeting: MeetingStep = async (ctx, next) => {
    const found = book.find(profile.id, ctx.params.id ?? '');
    if (found?.owner !== ctx.state.user) return refuse(ctx, 'not_found');
    ctx.state.meeting = found;
    await next();
  };

  const readFields: MeetingStep = async (ctx, next) => {
    ctx.state.fields = api.read(parseObject(await text(ctx.req)));
    await next();
  };

  const createMeeting: MeetingStep = (ctx) => {
    const { subject, start, end } = ctx.state.fields;
    if (subject === undefined) return refuse(ctx, 'missing_subject');
    const id = api.createId(book.count + 1);
    const now = SYSTEM_CLOCK.now().toISOString();
    const meeting: SandboxMeeting = {
      service: profile.id,
      id,
      owner: ctx.state.user,
      subject,
      start: start ?? now,
      end: end ?? start ?? now,
      joinUrl: `${joinBase}/${id}`,
    };
    book.add(meeting);
    ctx.status = api.createdStatus;
    ctx.body = api.write(meeting);
  };

  const updateMeeting: MeetingStep = (ctx) => {
    const meeting = { ...ctx.state.meeting, ...ctx.state.fields };
    book.replace(meeting);
    ctx.status = api.updatedStatus;
    if (api.updatedStatus !== 204) ctx.body = api.write(meeting);
  };

  const deleteMeeting: MeetingStep = (ctx) => {
    book.remove(ctx.state.meeting);
    ctx.status = 204;
  };

  const router = new Router<MeetingState>({ prefix: '/api' });
  const item = `${api.item}/:id`;
  router.post(api.collection, checkToken, readFields, createMeeting);
  router.register(item, [...api.updateMethods], [checkToken, findMeeting, readFields, updateMeeting]);
  router.delete(item, checkToken, findMeeting, deleteMeeting);
  return router;
}

/** A body that is not a JSON object has no fields; then the service answers that the subject is missing. */
function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
