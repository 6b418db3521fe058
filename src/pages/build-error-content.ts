import { buildSupportLink } from './build-support-link.ts';
import type { Sentence, Texts } from './texts/texts.ts';
import { TOPIC_OF_CODE, type Topic } from './texts/topics.ts';
import type { ErrorView } from './views.ts';

export interface ErrorContent {
  readonly headline: string;
  readonly happened: string;
  readonly todo: string;
  readonly details: readonly { readonly label: string; readonly value: string }[];
  /** The details as lines, for the clipboard. */
  readonly detailsText: string;
  readonly supportLink: string | undefined;
  /** Whether a new sign-in is what most people should do now. */
  readonly isStartFirst: boolean;
  /** Whether most people should now send the link for an administrator. */
  readonly isConsentLinkFirst: boolean;
}

/** Codes without texts of their own get a complete page too. */
export function buildErrorContent(texts: Texts, view: ErrorView): ErrorContent {
  const topic = chooseTopic(view);
  const service = view.service?.label ?? texts.error.anyService;
  const { headline, happened, todo } = texts.error.topics[topic];
  const hasLink = view.adminConsentUrl !== undefined;
  const details = listDetails(texts, view);
  const detailsText = details.map(({ label, value }) => label + texts.colon + value).join('\n');
  return {
    headline: say(headline, service),
    happened: say(happened, service),
    todo: say(topic === 'adminConsent' && !hasLink ? texts.error.adminConsentWithoutLink : todo, service),
    details,
    detailsText,
    supportLink: view.supportUrl && buildSupportLink(view.supportUrl, view, detailsText),
    isStartFirst: topic !== 'nothingWaiting' && topic !== 'declinedOrAdmin',
    isConsentLinkFirst: hasLink && (topic === 'adminConsent' || topic === 'declinedOrAdmin'),
  };
}

function chooseTopic({ code, isAddressKnown, adminConsentUrl }: ErrorView): Topic {
  if (code === 'not_found' && !isAddressKnown) return 'nowhere';
  if (code === 'access_denied' && adminConsentUrl !== undefined) return 'declinedOrAdmin';
  // Own members only: every object has a `constructor`.
  const topics: Readonly<Record<string, Topic>> = TOPIC_OF_CODE;
  return (Object.hasOwn(topics, code) ? topics[code] : undefined) ?? 'other';
}

function listDetails({ error }: Texts, view: ErrorView): { label: string; value: string }[] {
  return [
    { label: error.requestId, value: view.requestId },
    { label: error.time, value: view.time },
    { label: error.code, value: view.providerNumber ? `${view.code} (${view.providerNumber})` : view.code },
    { label: error.status, value: String(view.status) },
    ...(view.service ? [{ label: error.service, value: view.service.label }] : []),
  ];
}

/** "the meeting service" may be the first word. */
function say(sentence: Sentence, service: string): string {
  const text = typeof sentence === 'string' ? sentence : sentence(service);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
