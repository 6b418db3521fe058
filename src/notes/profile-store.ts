/** What an Online Meeting Credentials document of Notes holds. */
export interface Profile {
  readonly refreshToken?: string;
  readonly accessToken?: string;
  /** ISO 8601. */
  readonly savedAt?: string;
}

export interface ProfileStore {
  load(): Promise<Profile>;
  save(profile: Profile): Promise<void>;
}

export function createMemoryProfileStore(initial: Profile = {}): ProfileStore {
  let profile = initial;
  return {
    async load() {
      return profile;
    },
    async save(next) {
      profile = next;
    },
  };
}
