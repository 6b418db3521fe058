import { expect } from 'chai';
import { type Availability, createAvailability } from '../../src/store/availability.ts';
import type { StoreLink } from '../../src/store/store-link.ts';
import { type LinkWatch, watchLink } from '../../src/store/watch-link.ts';
import { until } from '../helpers/until.ts';

describe('the watch over a connection, when one slot of a cluster is broken', () => {
  let broken: string | undefined;
  let asked: string[];
  let availability: Availability;
  let watch: LinkWatch;

  beforeEach(async () => {
    broken = undefined;
    asked = [];
    const link: StoreLink = {
      async send(key) {
        asked.push(key);
        if (broken !== undefined && key.includes(broken)) throw new Error('BUSY it is broken');
        return 1;
      },
      ended: new Promise(() => undefined),
      close: () => undefined,
    };
    availability = createAvailability(
      () => undefined,
      () => performance.now(),
    );
    watch = watchLink(link, availability, undefined);
    await until(() => availability.isUp);
  });
  afterEach(() => watch.end('over'));

  const untilAskedAgain = async (key: string): Promise<void> => {
    const count = (): number => asked.filter((one) => one.includes(key)).length;
    const before = count();
    await until(() => count() > before + 1);
  };

  it('stays down until that slot works, whatever fails elsewhere', async () => {
    broken = '{ab}';
    availability.fall('BUSY');
    watch.failed('BUSY', 'domi:lease:{ab}.x');
    // A count of fair use, whose key has no slot of its own to tell.
    watch.suspect('domi:limit:1:tenant:acme:token:');
    await untilAskedAgain('{ab}');
    expect(availability.isUp).to.equal(false);
    broken = undefined;
    await until(() => availability.isUp);
  });

  it('looks where something is suspected, and then stays down until that works', async () => {
    broken = '{cd}';
    watch.suspect('domi:lease:{cd}.x');
    await until(() => !availability.isUp);
    await untilAskedAgain('{cd}');
    expect(availability.isUp).to.equal(false);
    broken = undefined;
    await until(() => availability.isUp);
  });
});
