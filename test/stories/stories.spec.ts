import { execFile } from 'node:child_process';
import { program } from '#local';
import { incident } from './incident';
import { play, Stage, StoryBroken } from './stage';

describe('the stories', () => {
  it('stop at the first sentence that is not true', () => {
    const lines: string[] = [];
    const stage = new Stage({} as never, (line) => lines.push(line));
    stage.holds('Dit klopt.', true);
    expect(() => stage.holds('Dit klopt niet.', false)).toThrow(StoryBroken);
    expect(lines).toEqual(['  ✓ Dit klopt.', '  ✗ Dit klopt niet.']);
  });

  it('name themselves when somebody asks for one that does not exist', async () => {
    const [code, text] = await new Promise<[unknown, string]>((resolve) => {
      execFile(process.execPath, [program('test/stories/tell'), 'constructor'], (fault, said) =>
        resolve([fault?.code, said]),
      );
    });
    expect(code).toBe(2);
    expect(text).toContain('incident');
  });

  it('hold: the incident', async () => {
    const lines: string[] = [];
    await play(incident, (line) => lines.push(line));
    expect(lines.filter((line) => line.startsWith('  ✓'))).toHaveLength(11);
    expect(lines.filter((line) => line.startsWith('  ✗'))).toEqual([]);
  });
});
