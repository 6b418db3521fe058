import type { Operation, PathItem } from '../open-api-document.ts';

/** An address that answers HEAD as well: the same without a body. */
export function addHead(get: Operation): PathItem {
  const head = { ...get, operationId: `${get.operationId}Head`, summary: `${get.summary}: headers only` };
  return { get, head };
}
