/** A browser that is not Chromium, as far as a walk needs it. One window, which no other test uses. */
export interface Engine {
  /** Goes to an address and waits until the page has loaded. */
  open(url: string): Promise<void>;
  /** Runs an expression in the page. @returns its value, a text, a number or a boolean */
  evaluate(expression: string): Promise<unknown>;
  /** Clicks in the middle of an element, as a person does. */
  click(selector: string): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds; a browser on a busy machine takes its time. */
const PATIENCE = 20_000;

/** Waits until an expression is true in the page, also over the change of the page. */
export async function waitUntil(engine: Engine, expression: string): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    // A page that is being left cannot be asked.
    const value = await engine.evaluate(expression).catch(() => false);
    if (value === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const text = await engine.evaluate("location.href + ' ' + document.body.innerText.slice(0, 300)");
  throw new Error(`never true: ${expression} at ${text}`);
}
