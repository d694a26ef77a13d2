import { protectReceipt } from './program';

describe('a receipt that starts with a hyphen', () => {
  const receipt = '-q2-7wABAgMEBQYHCAkKCw';

  it('is not taken for an option', () => {
    expect(protectReceipt(['proof', receipt, '--json'])).toEqual(['proof', '--json', '--', receipt]);
  });

  it('is not where there are several either', () => {
    expect(protectReceipt(['mistake', receipt, 'AAAAAAAAAAAAAAAAAAAAAA', receipt, '--json'])).toEqual([
      'mistake',
      'AAAAAAAAAAAAAAAAAAAAAA',
      '--json',
      '--',
      receipt,
      receipt,
    ]);
  });

  it('is left alone when it is protected already, or the command is another', () => {
    expect(protectReceipt(['proof', '--', receipt])).toEqual(['proof', '--', receipt]);
    expect(protectReceipt(['ask', receipt])).toEqual(['ask', receipt]);
    expect(protectReceipt(['proof', '--json'])).toEqual(['proof', '--json']);
  });
});
