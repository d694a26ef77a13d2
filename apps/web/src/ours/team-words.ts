import type { TeamName } from '#client/browser';
import { shorten } from '../design/plain';
import { fill } from '../shell/texts';

/** Teams of different departments may have the same name. @param message with places `{team}` and `{department}` */
export const teamWords = ({ name, department }: TeamName, message: string): string =>
  fill(message, { team: shorten(name, 80).shown, department: shorten(department, 60).shown });
