import { readFileSync } from 'node:fs';
import { connectorProblem } from './problems';
import { type Profile, profileIn } from './profile';

/** Reads a profile file. @throws Problem as `profileIn` */
export function readProfile(path: string): Profile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw connectorProblem('profile-unreadable');
  }
  return profileIn(text);
}
