import { expect } from 'chai';
import type { OpenApiDocument } from '../../src/openapi/open-api-document.ts';
import { send } from '../helpers/http.ts';

/** @param managementUrl origin of a management port */
export async function readDocument(managementUrl: string): Promise<OpenApiDocument> {
  const answer = await send(`${managementUrl}/openapi.json`);
  expect(answer.status).to.equal(200);
  return JSON.parse(answer.body) as OpenApiDocument;
}
