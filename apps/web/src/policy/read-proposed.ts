import { PURPOSE } from './read-basis';
import { readContent } from './read-policy';
import { count, domain, object, record, text } from './reader';
import type { Proposed } from './shapes';

/** What a proposal says. A kind of a later version is shown word for word: whoever decides must see what is there. */
export function readProposed(from: Readonly<Record<string, unknown>>): Proposed {
  const content = object(from['content']);
  const said = (name: string): string => text(content[name]);
  switch (from['kind']) {
    case 'policy':
      return { kind: 'policy', basedOn: count(content['basedOn']), content: readContent(content) };
    case 'purpose':
      return { kind: 'purpose', given: record(PURPOSE)(content) };
    case 'department-domain':
      return { kind: 'department-domain', department: said('department'), domain: domain(content['domain']) };
    case 'team-department':
      return { kind: 'team-department', team: said('team'), department: said('department') };
    case 'team-merge':
    case 'hand-over':
      return { kind: from['kind'], team: said('team'), to: said('to'), on: said('on') };
    default:
      return {
        kind: 'other',
        fields: Object.entries(content).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      };
  }
}
