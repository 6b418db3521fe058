import type { Context } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { SPAN_ATTRIBUTES } from './tracing.ts';

const ALLOWED: ReadonlySet<string> = new Set(SPAN_ATTRIBUTES);

/** The form of our span names; a name that was built from a URL or a token looks different. */
const NAME = /^[A-Za-z][A-Za-z0-9 _/{}.-]{0,59}$/;

/** Forty consecutive characters of a token alphabet: codes, tokens, sealed cookies, verifiers. A UUID is shorter. */
const LIKE_A_TOKEN = /[A-Za-z0-9_+=-]{40,}/;

const MAX_LENGTH = 300;

export type Scrub = (span: ReadableSpan) => ReadableSpan;

/**
 * The second line of defence, in case a library or our own code puts a secret into a span: only listed attributes leave
 * the process. A span that cannot be scrubbed is dropped.
 */
export class ScrubbingSpanProcessor implements SpanProcessor {
  private readonly next: SpanProcessor;
  private readonly scrub: Scrub;

  constructor(next: SpanProcessor, scrub: Scrub = scrubSpan) {
    this.next = next;
    this.scrub = scrub;
  }

  onStart(span: Span, parentContext: Context): void {
    this.next.onStart(span, parentContext);
  }

  onEnd(span: ReadableSpan): void {
    let clean: ReadableSpan;
    try {
      clean = this.scrub(span);
    } catch {
      return;
    }
    this.next.onEnd(clean);
  }

  forceFlush(): Promise<void> {
    return this.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.next.shutdown();
  }
}

/**
 * Copies a span with listed attributes only. Events and links are removed: exceptions carry messages and stacks, and we
 * use neither.
 */
export function scrubSpan(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).filter(([name, value]) => ALLOWED.has(name) && isHarmless(value)),
  );
  return {
    name: NAME.test(span.name) && isHarmless(span.name) ? span.name : 'scrubbed',
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes,
    links: [],
    events: [],
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount:
      span.droppedAttributesCount + Object.keys(span.attributes).length - Object.keys(attributes).length,
    droppedEventsCount: span.droppedEventsCount + span.events.length,
    droppedLinksCount: span.droppedLinksCount + span.links.length,
  };
}

function isHarmless(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return true;
  return typeof value === 'string' && value.length <= MAX_LENGTH && !LIKE_A_TOKEN.test(value);
}
