export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Below this many calls nobody waits long enough to want one. */
const MIN_TOTAL = 5;

/** One line that renews itself on a terminal; elsewhere a plain line for every tenth of the way. */
export function createProgress(output: ProgressOutput): (done: number, total: number) => void {
  let shownTenths = 0;
  return (done, total) => {
    if (total < MIN_TOTAL) return;
    if (output.isTTY === true) {
      output.write(`\r\u001b[K${done < total ? `asked ${done} of ${total}` : ''}`);
      return;
    }
    const tenths = Math.floor((10 * done) / total);
    if (tenths > shownTenths) output.write(`asked ${done} of ${total}\n`);
    shownTenths = tenths;
  };
}
