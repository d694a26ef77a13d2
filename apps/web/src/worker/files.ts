import type { CheckRules, FileCheck } from '#connector/file-check';
import { problemsOf } from '#problem';
import type { Session } from './session';

/** A year of a large municipality is a tenth of this; more does not fit in a browser at once. */
const MOST_BYTES = 100_000_000;
const MOST_PROFILE = 1_000_000;

const problem = problemsOf('web', {
  'file-too-large': {
    status: 400,
    title: 'This file is too large to read in a browser',
    advice: 'Check it with raakvlak sync --dry-run.',
  },
});

export interface FileToCheck {
  readonly file: Blob;
  /** JSON, as `raakvlak sync --profile` reads it */
  readonly profile?: Blob;
  readonly teams: CheckRules['teams'];
  /** Code of the team of every line; by the file or the profile when left out */
  readonly team?: string;
}

/** Exports of departments, read here and sent nowhere. The code for it is fetched when somebody chooses one. */
export class Files {
  constructor(private readonly session: Session) {}

  /**
   * @param progress told the share that was read, from 0 to 1
   * @throws Problem `web.file-too-large`, and as `checkFile` and `profileIn`
   */
  async check({ file, profile, teams, team }: FileToCheck, progress: (share: number) => void): Promise<FileCheck> {
    if (file.size > MOST_BYTES || (profile?.size ?? 0) > MOST_PROFILE) throw problem('file-too-large');
    const { checkFile, profileIn } = await import('./file-checks');
    const given = profile === undefined ? {} : profileIn(await profile.text());
    const rules = { profile: team === undefined ? given : { ...given, team }, teams, demo: this.session.isDemo() };
    return checkFile(new Uint8Array(await file.arrayBuffer()), rules, progress);
  }
}
