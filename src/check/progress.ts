export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Fewer calls take too little time for a progress line. */
const MIN_TOTAL = 5;

/** Updates one line on a terminal; elsewhere prints a line for every tenth of the calls. */
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
