import { Foreign, Icon } from '../design';
import type { Disclosure } from './shapes';

const ICONS = { open: 'phone', mediated: 'people', silent: 'lock', closed: 'lock' } as const;

/** What an asker sees, in a word beside its drawing. */
export const Shown = ({ disclosure, words }: { disclosure: Disclosure; words: string }) => (
  <div>
    <Icon name={ICONS[disclosure]} /> <Foreign text={words} />
  </div>
);
