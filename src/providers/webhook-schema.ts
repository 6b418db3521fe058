import { CLIENT_SECRET } from './credential-schemas.ts';
import { PATH_SEGMENT, type Schema } from './value-schemas.ts';

export const WEBHOOK = {
  type: 'object',
  required: ['path', 'secret'],
  additionalProperties: false,
  properties: {
    path: { ...PATH_SEGMENT, description: 'Path segment of the address to which the service delivers.' },
    secret: {
      ...CLIENT_SECRET,
      description: 'Secret token of the app, or several while it is replaced: each counts.',
    },
  },
  description:
    'Signed events of the service about removed apps (Zoom). DOMI validates them, writes an audit line, and can forward them.',
} as const satisfies Schema;
