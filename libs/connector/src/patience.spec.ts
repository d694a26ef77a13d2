import { Problem } from '#problem';
import { patiently } from './patience';
import { refusalOf } from './testing';

const fault = (code: string, status: number, detail = {}): Problem =>
  new Problem(code, { status, title: 'A title', advice: 'An advice' }, detail);

/** Work that fails so many times; what it took. */
async function tried(failure: Error, times: number) {
  const seen = { attempts: 0, told: [] as number[], waited: [] as number[] };
  const answer = await refusalOf(() =>
    patiently(
      () => (++seen.attempts <= times ? Promise.reject(failure) : Promise.resolve('done')),
      (seconds) => seen.told.push(seconds),
      (milliseconds) => Promise.resolve(void seen.waited.push(milliseconds)),
    ),
  );
  return { ...seen, answer };
}

describe('a request of a delivery', () => {
  it.each([
    ['that is over its budget', fault('custodian.budget-spent', 429, { retryAfterSeconds: 30 })],
    ['that is refused', fault('involvement.not-your-team', 403)],
    ['that a server could not handle', fault('platform.unexpected', 500)],
  ])('%s is not sent again', async (_what, failure) => {
    expect(await tried(failure, 1)).toEqual({ attempts: 1, told: [], waited: [], answer: failure.code });
  });

  it('that runs into a fault of ours is not sent again', async () => {
    const work = (): Promise<never> => Promise.reject(new TypeError('ours'));
    await expect(
      patiently(
        work,
        () => undefined,
        () => Promise.resolve(),
      ),
    ).rejects.toThrow('ours');
  });

  it.each([
    ['answered with 503', fault('index.not-ready', 503)],
    ['answered with 504', fault('index.too-slow', 504)],
    ['not answered', fault('client.custodian-unreachable', 502)],
  ])('that is %s is sent again after longer and longer pauses', async (_what, failure) => {
    expect(await tried(failure, 3)).toMatchObject({ attempts: 4, told: [1, 2, 4], answer: 'accepted' });
  });

  it('waits as long as the server asks, but a minute at most', async () => {
    const asks = (retryAfterSeconds: unknown): Promise<{ waited: number[] }> =>
      tried(fault('index.not-ready', 503, { retryAfterSeconds }), 1);
    expect((await asks(7)).waited).toEqual([7_000]);
    expect((await asks(3_600)).waited).toEqual([60_000]);
    expect((await asks('soon')).waited).toEqual([1_000]);
  });

  it('is given up after two minutes, with what the server said', async () => {
    const { attempts, told, answer } = await tried(fault('index.not-ready', 503), 100);
    expect([attempts, told, answer]).toEqual([8, [1, 2, 4, 8, 15, 30, 60], 'index.not-ready']);
  });
});
