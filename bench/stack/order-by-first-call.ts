import type { CalledFunction, Position } from './calls.ts';
import type { Inspector } from './inspector.ts';

/** A list in the inspected process: the index of a function for each of its calls. */
const TRACE = 'globalThis.benchTrace';

/**
 * Precise coverage does not order calls, and counts an async function again after each `await`. So this sets a
 * breakpoint at the beginning of each function, and does the same work again. The condition of the breakpoint records
 * the call without stopping the process, so that no time-out of the service fires.
 * @param functions with the call counts of precise coverage
 * @param work must be the same work that coverage has counted
 * @returns the functions in the order of their first call, followed by those that `work` did not reach
 */
export async function orderByFirstCall(
  inspector: Inspector,
  functions: readonly CalledFunction[],
  work: () => Promise<void>,
): Promise<CalledFunction[]> {
  await inspector.send('Debugger.enable');
  await inspector.send('Runtime.evaluate', { expression: `${TRACE} = []` });
  for (const [index, called] of functions.entries()) await noteAt(inspector, called, index);
  await work();
  const { result } = await inspector.send<{ readonly result: { readonly value: readonly number[] } }>(
    'Runtime.evaluate',
    { expression: TRACE, returnByValue: true },
  );
  await inspector.send('Debugger.disable');
  const noted = Map.groupBy(result.value, (index) => index);
  const reached = [...noted].flatMap(([index, { length }]) => {
    const called = functions[index];
    // A function that begins with a loop is recorded more often than it is called.
    return called === undefined ? [] : [{ ...called, calls: Math.min(called.calls, length) }];
  });
  return [...reached, ...functions.filter((_, index) => !noted.has(index))];
}

async function noteAt(
  inspector: Inspector,
  { scriptId, begin, end }: CalledFunction,
  index: number,
): Promise<void> {
  const { locations } = await inspector.send<{ readonly locations: readonly Position[] }>(
    'Debugger.getPossibleBreakpoints',
    {
      // The first position belongs to the outer function, which creates this one.
      start: { scriptId, ...begin, columnNumber: begin.columnNumber + 1 },
      end: { scriptId, ...end },
    },
  );
  const [location] = locations;
  if (location === undefined) return;
  await inspector.send('Debugger.setBreakpoint', { location, condition: `${TRACE}.push(${index}), false` });
}
