/** Families of services with a colour of their own, by the beginning of their id; `files/style/1-colours.css` has the colours. */
const FAMILIES = ['zoom', 'teams', 'webex', 'gotomeeting', 'google-meet', 'ringcentral', 'zoho'] as const;
const OTHER_TONES = ['a', 'b', 'c', 'd'] as const;

/** Every service has one colour everywhere, so that it is recognized at a glance. */
export function chooseTone(id: string): string {
  const family = FAMILIES.find((name) => id.startsWith(name));
  if (family) return family;
  const sum = [...id].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0);
  return OTHER_TONES[sum % OTHER_TONES.length] ?? 'a';
}

/** @returns the first letter of the last word of the brand: `T` for Microsoft Teams, `M` for Google Meet */
export function chooseMonogram(label: string): string {
  const [name = ''] = label.split(/\s*\(/, 1);
  const word = name.trim().replace(/^(Microsoft|Google)\s+/, '');
  return [...word][0] ?? '';
}
