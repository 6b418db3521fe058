import type { BodyObject } from './notes-body.ts';

const TOKEN_MEMBER = /(access|refresh|id)_?token$/i;

/** The same members in text that is not JSON: a form, or truncated JSON. */
const TOKEN_IN_TEXT = /((?:access|refresh|id)_?token["'\s]*[=:]["'\s]*)([^&"'\s]+)/gi;

/** Enough to distinguish two tokens, too little to use one. */
export function maskToken(token: string): string {
  const start = token.length > 8 ? `, begins ${JSON.stringify(token.slice(0, 4))}` : '';
  return `${token.length} characters${start}`;
}

/** Masks the tokens in a response, and the sent token, in case the service repeats it. */
export function maskAnswer(answer: BodyObject, sentToken: string): BodyObject {
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    return TOKEN_MEMBER.test(name) ? `<${maskToken(value)}>` : maskText(value, sentToken);
  });
}

export function maskText(text: string, sentToken: string): string {
  const token = sentToken.trim();
  const withoutSent = token === '' ? text : text.replaceAll(token, `<${maskToken(token)}>`);
  return withoutSent.replace(TOKEN_IN_TEXT, '$1<hidden>');
}
