export interface SignInOptions {
  /** False presses Cancel. */
  readonly approve?: boolean;
  /** By default the address that the login page proposes. */
  readonly user?: string;
}

/**
 * Acts as the person in front of the browser: signs in and consents or cancels.
 * @returns the callback address of the broker, which the browser would open next
 */
export async function signIn(authorizationUrl: string, options: SignInOptions = {}): Promise<string> {
  const callback = new URL(authorizationUrl).searchParams.get('redirect_uri');
  const browser = createBrowser();
  let page = await browser.open(authorizationUrl);
  // Login and consent with their redirects take fewer steps; more mean a loop.
  for (let step = 0; step < 12; step += 1) {
    if (page.location !== undefined) {
      if (callback !== null && page.location.startsWith(callback)) return page.location;
      page = await browser.open(page.location);
    } else {
      page = await browser.submit(page.url, fillForm(page, options));
    }
  }
  throw new Error('the sign-in loops');
}

interface Page {
  readonly url: string;
  readonly status: number;
  readonly location?: string;
  readonly text: string;
}

function fillForm({ status, text }: Page, options: SignInOptions): Record<string, string> {
  const login = /<input[^>]* name="login"[^>]* value="([^"]*)"/.exec(text)?.[1];
  if (login !== undefined) return { action: 'login', login: options.user ?? decodeEntities(login) };
  if (text.includes('value="allow"')) return { action: (options.approve ?? true) ? 'allow' : 'cancel' };
  const words = text.replace(/<style>.*<\/style>|<[^>]*>/gs, ' ').replace(/\s+/g, ' ');
  throw new Error(`the sign-in ends with status ${status}: ${words.trim()}`);
}

/** The five that a template escapes. */
function decodeEntities(text: string): string {
  const plain: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => plain[name] ?? entity);
}

/** Keeps cookies by name and path, as far as the sandbox needs them. */
function createBrowser() {
  const cookies = new Map<string, { name: string; value: string; path: string }>();

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((text) => /^path=/i.test(text))?.slice(5) ?? '/';
    if (value === '') cookies.delete(`${path} ${name}`);
    else cookies.set(`${path} ${name}`, { name, value, path });
  }

  async function request(url: string, init: RequestInit): Promise<Page> {
    const { pathname } = new URL(url);
    const cookie = [...cookies.values()]
      .filter(({ path }) => pathname.startsWith(path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line);
    const target = response.headers.get('location');
    return {
      url,
      status: response.status,
      text: await response.text(),
      ...(target !== null && { location: new URL(target, url).href }),
    };
  }

  return {
    open: (url: string) => request(url, {}),
    submit: (url: string, form: Record<string, string>) =>
      request(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
}
